package dev.viva.debrief.evidence;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** What some phrases mean, as sums of their words' vectors, and how near a text is to each of them. Immutable. */
final class Meanings {
    /** Below, every whole number is a {@code double}, so that sums of them are exact in any order. */
    private static final double EXACT = 1L << 53;

    /** A divisor of the number of dimensions. */
    private static final int AT_ONCE = 4;

    /** Whole numbers, by dimension and phrase: a processor multiplies one dimension of several phrases at once. */
    private final double[][] dimensions = new double[WordVectors.shared().dimensions()][];

    private final double[] lengths;
    private final long longest;

    Meanings(List<int[]> phrases) {
        for (int i = 0; i < dimensions.length; i++) {
            int dimension = i;
            dimensions[i] =
                    phrases.stream().mapToDouble(phrase -> phrase[dimension]).toArray();
        }
        long[] squares = phrases.stream().mapToLong(Meanings::square).toArray();
        lengths = LongStream.of(squares).mapToDouble(Exact::length).toArray();
        longest = (long) Math.sqrt(LongStream.of(squares).max().orElse(0)) + 1;
    }

    private static long square(int[] meaning) {
        long square = 0;
        for (int value : meaning) {
            square += (long) value * value;
        }
        return square;
    }

    /**
     * How near a text is to each phrase, in per mille; at least 0.
     *
     * @param products room for a number for each phrase
     * @param near where the results are written
     */
    void near(int[] text, double[] products, int[] near) {
        long square = square(text);
        // No product, nor a part of one, is larger than that of the lengths (Cauchy and Schwarz).
        boolean exact = Math.sqrt(square) * longest < EXACT;
        if (exact) {
            multiply(text, products);
        } else {
            multiplyLong(text, products);
        }
        Exact.cosines(products, Exact.length(square), lengths, near);
        for (int i = 0; i < near.length; i++) {
            near[i] = Math.max(0, near[i]);
        }
    }

    private void multiply(int[] text, double[] products) {
        Arrays.fill(products, 0);
        for (int i = 0; i < text.length; i += AT_ONCE) {
            add(products, text, i);
        }
    }

    /** Of several dimensions at once, so that each product is read and written less often. */
    private void add(double[] products, int[] text, int at) {
        double a = text[at];
        double b = text[at + 1];
        double c = text[at + 2];
        double d = text[at + 3];
        double[] ofA = dimensions[at];
        double[] ofB = dimensions[at + 1];
        double[] ofC = dimensions[at + 2];
        double[] ofD = dimensions[at + 3];
        for (int i = 0; i < products.length; i++) {
            products[i] += a * ofA[i] + b * ofB[i] + c * ofC[i] + d * ofD[i];
        }
    }

    /** The products with a text of thousands of words, which no {@code double} may hold before they are complete. */
    private void multiplyLong(int[] text, double[] products) {
        for (int phrase = 0; phrase < products.length; phrase++) {
            long sum = 0;
            for (int i = 0; i < text.length; i++) {
                sum += (long) text[i] * (long) dimensions[i][phrase];
            }
            products[phrase] = sum;
        }
    }
}
