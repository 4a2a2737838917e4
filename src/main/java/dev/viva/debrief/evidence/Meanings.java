package dev.viva.debrief.evidence;

import java.util.List;
import java.util.stream.LongStream;

/** What some phrases mean, as sums of their words' vectors, and how near a text is to each of them. Immutable. */
final class Meanings {
    /** Below, every whole number is a {@code double}, so that sums of them are exact in any order. */
    private static final double EXACT = 1L << 53;

    /** By dimension and phrase: a processor multiplies one dimension of several phrases at once. */
    private final int[][] dimensions = new int[WordVectors.shared().dimensions()][];

    private final double[] lengths;
    private final long longest;

    Meanings(List<int[]> phrases) {
        for (int i = 0; i < dimensions.length; i++) {
            int dimension = i;
            dimensions[i] =
                    phrases.stream().mapToInt(phrase -> phrase[dimension]).toArray();
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

    /** How near a text is to each phrase, in per mille; at least 0. */
    int[] near(int[] text) {
        long square = square(text);
        // No product, nor a part of one, is larger than that of the lengths (Cauchy and Schwarz).
        boolean exact = Math.sqrt(square) * longest < EXACT;
        int[] near = Exact.cosines(exact ? products(text) : ofLongText(text), Exact.length(square), lengths);
        for (int i = 0; i < near.length; i++) {
            near[i] = Math.max(0, near[i]);
        }
        return near;
    }

    private double[] products(int[] text) {
        double[] products = new double[lengths.length];
        for (int i = 0; i < text.length; i++) {
            add(products, text[i], dimensions[i]);
        }
        return products;
    }

    private static void add(double[] products, double value, int[] dimension) {
        for (int i = 0; i < products.length; i++) {
            products[i] += value * dimension[i];
        }
    }

    /** The products with a text of thousands of words, which no {@code double} may hold before they are complete. */
    private double[] ofLongText(int[] text) {
        double[] products = new double[lengths.length];
        for (int phrase = 0; phrase < products.length; phrase++) {
            long sum = 0;
            for (int i = 0; i < text.length; i++) {
                sum += (long) text[i] * dimensions[i][phrase];
            }
            products[phrase] = sum;
        }
        return products;
    }
}
