package dev.viva.debrief.fidelity;

import dev.viva.debrief.evidence.Exact;
import dev.viva.debrief.evidence.WordVectors;
import dev.viva.meaning.WordLists;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Decides whether a sentence claims something about the patient's health or life that is not in the case. It adds up the
 * sentence's clues and the products of each pair of clues, each times its weight. The weights are whole numbers in
 * {@code claim-weights.txt}; DEBRIEF.md says how they were fitted.
 */
final class Claim {
    private static final String LIST = "claim-weights.txt";
    private static final Map<String, int[]> WEIGHTS = WordLists.read(Claim.class, LIST).stream()
            .map(line -> line.split(" \\| ", -1))
            .collect(Collectors.toMap(parts -> parts[0], parts -> numbers(parts[1])));

    private static final int DIMENSIONS = WordVectors.shared().dimensions();
    private static final int[] CLINICAL = weights("clinical", DIMENSIONS);
    private static final int CLINICAL_BIAS = weight("clinical-bias");
    /** Of each of {@link Clues#values}: alone, with itself, and with each that follows. */
    private static final int[][] PAIRS =
            IntStream.range(0, Clues.COUNT).mapToObj(Claim::pairs).toArray(int[][]::new);

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

    private static int[] pairs(int value) {
        return weights(Clues.name(value), 1 + Clues.COUNT - value);
    }

    /** How clinical a word is by its meaning, in thousandths of the logarithm of the odds. */
    static int clinical(byte[] meaning) {
        int odds = CLINICAL_BIAS;
        for (int i = 0; i < DIMENSIONS; i++) {
            odds += CLINICAL[i] * meaning[i];
        }
        return odds;
    }

    /** How far a sentence is on the side of those that claim something. */
    private static int margin(Clues clues) {
        int[] values = clues.values();
        int[] present =
                IntStream.range(0, values.length).filter(i -> values[i] != 0).toArray();
        long sum = 0;
        for (int a = 0; a < present.length; a++) {
            int one = present[a];
            int[] weights = PAIRS[one];
            long all = (long) weights[0] * Exact.WHOLE;
            for (int b = a; b < present.length; b++) {
                int other = present[b];
                all += (long) weights[1 + other - one] * values[other];
            }
            sum += all * values[one];
        }
        return BIAS + Math.toIntExact(Math.floorDiv(sum, (long) Exact.WHOLE * Exact.WHOLE));
    }

    static boolean isLikely(Clues clues) {
        return margin(clues) >= LIKELY;
    }
}
