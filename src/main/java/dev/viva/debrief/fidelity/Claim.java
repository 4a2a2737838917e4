package dev.viva.debrief.fidelity;

import dev.viva.debrief.evidence.Exact;
import dev.viva.debrief.evidence.WordVectors;
import dev.viva.meaning.WordLists;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How sure it is that a sentence claims something of the patient's health or life that the case does not hold: a
 * logistic model. Its weights are whole numbers in {@code claim-weights.txt}; DEBRIEF.md says how they were fitted.
 */
final class Claim {
    private static final String LIST = "claim-weights.txt";
    private static final Map<String, int[]> WEIGHTS = WordLists.read(Claim.class, LIST).stream()
            .map(line -> line.split(" \\| ", -1))
            .collect(Collectors.toMap(parts -> parts[0], parts -> numbers(parts[1])));

    private static final int DIMENSIONS = WordVectors.shared().dimensions();
    private static final int[] CLINICAL = weights("clinical", DIMENSIONS);
    private static final int CLINICAL_BIAS = weight("clinical-bias");
    private static final int[] CLUES =
            Stream.of(Clue.values()).mapToInt(clue -> weight(clue.name())).toArray();
    private static final int[] NEW_MEANING = weights("new-meaning", DIMENSIONS);
    private static final int BIAS = weight("bias");
    private static final int LIKELY = weight("threshold");

    private Claim() {}

    private static int[] numbers(String text) {
        return Stream.of(text.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
    }

    private static int weight(String name) {
        return weights(name, 1)[0];
    }

    private static int[] weights(String name, int count) {
        int[] weights = WEIGHTS.get(name);
        if (weights == null || weights.length != count) {
            throw new IllegalStateException(LIST + ": " + name + " must have " + count + " numbers");
        }
        return weights;
    }

    /** How clinical a word is by its meaning, in thousandths of the logarithm of the odds. */
    static int clinical(byte[] meaning) {
        int odds = CLINICAL_BIAS;
        for (int i = 0; i < DIMENSIONS; i++) {
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
        for (int i = 0; i < DIMENSIONS; i++) {
            odds += (long) NEW_MEANING[i] * clues.newMeaning().of(i);
        }
        return BIAS + (int) Math.floorDiv(odds, Exact.WHOLE);
    }

    static boolean isLikely(Clues clues) {
        return odds(clues) >= LIKELY;
    }
}
