package dev.viva.debrief.evidence;

/**
 * Arithmetic whose results are the same on every machine: whole numbers, and of floating point only what IEEE 754
 * rounds correctly (division and square root) or {@link StrictMath} defines bit by bit.
 */
public final class Exact {
    /** One, in per mille. */
    public static final int WHOLE = 1000;

    private Exact() {}

    /** The cosine of two vectors by their product and their lengths, square roots of whole numbers, in per mille. */
    public static int cosine(long dot, double lengthA, double lengthB) {
        if (lengthA == 0 || lengthB == 0) {
            return 0;
        }
        return (int) (dot * (double) WHOLE / (lengthA * lengthB));
    }

    /** The length of a vector by its product with itself; of nothing it is infinite, so that nothing is near it. */
    static double length(long square) {
        return square == 0 ? Double.POSITIVE_INFINITY : Math.sqrt(square);
    }

    /** Writes the cosines of a vector and several others, by their products and {@link #length}s, in per mille. */
    static void cosines(double[] dots, double length, double[] lengths, int[] cosines) {
        for (int i = 0; i < cosines.length; i++) {
            cosines[i] = (int) (dots[i] * WHOLE / (length * lengths[i]));
        }
    }

    /** How telling a term is that occurs in some of all texts, as a whole number. */
    static int rarity(int texts, int occurrences) {
        return (int) Math.max(1, Math.rint(RARITY * StrictMath.log((texts + 1) / (occurrences + 0.5))));
    }

    private static final double RARITY = 100;
}
