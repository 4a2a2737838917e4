package dev.viva.debrief.fidelity;

import dev.viva.meaning.WordLists;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How sure it is that a sentence claims something of the patient's health or life that the case does not hold: a
 * logistic model. Its weights are whole numbers in {@code claim-weights.txt}; DEBRIEF.md says how they were fitted.
 */
final class Claim {
    private static final int WHOLE = 1000;
    private static final Map<String, int[]> WEIGHTS = new HashMap<>();

    static {
        for (String line : WordLists.read(Claim.class, "claim-weights.txt")) {
            String[] parts = line.split(" \\| ", -1);
            WEIGHTS.put(
                    parts[0],
                    Stream.of(parts[1].split(" ", -1))
                            .mapToInt(Integer::parseInt)
                            .toArray());
        }
    }

    private static final int[] CLINICAL = WEIGHTS.getOrDefault("clinical", new int[0]);
    private static final int CLINICAL_BIAS = WEIGHTS.getOrDefault("clinical-bias", new int[1])[0];
    private static final int[] CLUES = WEIGHTS.getOrDefault("clues", new int[Clue.values().length]);
    private static final int[] NEW_MEANING = WEIGHTS.getOrDefault("new-meaning", new int[CLINICAL.length]);
    private static final int[] MEANING = WEIGHTS.getOrDefault("meaning", new int[CLINICAL.length]);
    private static final int BIAS = WEIGHTS.getOrDefault("bias", new int[1])[0];
    private static final int LIKELY = WEIGHTS.getOrDefault("threshold", new int[1])[0];

    private Claim() {}

    /** How clinical a word is by its meaning, in thousandths of the logarithm of the odds. */
    static int clinical(byte[] meaning) {
        int odds = CLINICAL_BIAS;
        for (int i = 0; i < CLINICAL.length; i++) {
            odds += CLINICAL[i] * meaning[i];
        }
        return odds;
    }

    /** The logarithm of the odds, in thousandths. */
    static int odds(Clues clues) {
        long odds = 0;
        for (Clue clue : Clue.values()) {
            odds += (long) CLUES[clue.ordinal()] * clues.of(clue);
        }
        for (int i = 0; i < CLINICAL.length; i++) {
            odds += (long) NEW_MEANING[i] * clues.newMeaning().of(i)
                    + (long) MEANING[i] * clues.meaning().of(i);
        }
        return BIAS + (int) Math.floorDiv(odds, WHOLE);
    }

    static boolean isLikely(Clues clues) {
        return odds(clues) >= LIKELY;
    }
}
