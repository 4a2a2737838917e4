package dev.viva.debrief.fidelity;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Tells two kinds of rows apart by a sum over their columns and over the products of each two: a support vector machine
 * with a kernel of degree two. It is fitted by dual coordinate descent (Hsieh et al., ICML 2008), with a fixed order of
 * chance, so that the same examples give the same weights everywhere.
 */
final class PairMargin {
    /** How much a product weighs beside a single column, and how much a mistake costs. By trial; DEBRIEF.md. */
    private static final double GAMMA = 0.02;

    private static final double COST = 1;

    private static final double ENOUGH = 0.01;
    private static final int MAX_ROUNDS = 1_000;

    private final double[] factors;
    /** Of each two columns, the first of which is 1 in every row. */
    private final double[][] weights;

    /** A row without its zeros. */
    private record Sparse(int[] columns, double[] values) {}

    /**
     * @param rows what is known of each example
     * @param is whether the example is one
     * @param counts how much each example counts
     * @param scales what each column is multiplied by: the smaller, the less it weighs
     */
    PairMargin(double[][] rows, boolean[] is, double[] counts, double[] scales) {
        factors = new double[scales.length + 1];
        factors[0] = 1;
        for (int i = 0; i < scales.length; i++) {
            factors[i + 1] = Math.sqrt(GAMMA) * scales[i];
        }
        weights = new double[factors.length][factors.length];
        int[] used = IntStream.range(0, rows.length).filter(i -> counts[i] > 0).toArray();
        Sparse[] sparse = Arrays.stream(used).mapToObj(i -> sparse(rows[i])).toArray(Sparse[]::new);
        int[] signs = Arrays.stream(used).map(i -> is[i] ? 1 : -1).toArray();
        double[] bounds = Arrays.stream(used).mapToDouble(i -> COST * counts[i]).toArray();
        fit(sparse, signs, bounds);
    }

    private Sparse sparse(double[] row) {
        int[] columns = IntStream.rangeClosed(0, row.length)
                .filter(i -> i == 0 || row[i - 1] != 0)
                .toArray();
        double[] values = Arrays.stream(columns)
                .mapToDouble(i -> i == 0 ? 1 : row[i - 1] * factors[i])
                .toArray();
        return new Sparse(columns, values);
    }

    /** Rows that are at a bound, and would stay there by far, wait until the others are settled. */
    private void fit(Sparse[] rows, int[] signs, double[] bounds) {
        var random = new Random(1);
        double[] shares = new double[rows.length];
        double[] lengths = Arrays.stream(rows).mapToDouble(PairMargin::length).toArray();
        int[] order = IntStream.range(0, rows.length).toArray();
        int active = rows.length;
        double mostBefore = Double.POSITIVE_INFINITY;
        double leastBefore = Double.NEGATIVE_INFINITY;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            shuffle(order, active, random);
            double most = Double.NEGATIVE_INFINITY;
            double least = Double.POSITIVE_INFINITY;
            for (int at = 0; at < active; at++) {
                int i = order[at];
                double slope = signs[i] * sum(rows[i]) - 1;
                boolean none = shares[i] == 0;
                boolean all = shares[i] == bounds[i];
                if (none && slope > mostBefore || all && slope < leastBefore) {
                    order[at--] = order[--active];
                    order[active] = i;
                    continue;
                }
                double free = none ? Math.min(slope, 0) : all ? Math.max(slope, 0) : slope;
                most = Math.max(most, free);
                least = Math.min(least, free);
                if (free != 0) {
                    double share = Math.clamp(shares[i] - slope / lengths[i], 0, bounds[i]);
                    add(rows[i], (share - shares[i]) * signs[i]);
                    shares[i] = share;
                }
            }
            if (most - least > ENOUGH) {
                mostBefore = most > 0 ? most : Double.POSITIVE_INFINITY;
                leastBefore = least < 0 ? least : Double.NEGATIVE_INFINITY;
            } else if (active == rows.length) {
                return;
            } else {
                active = rows.length;
                mostBefore = Double.POSITIVE_INFINITY;
                leastBefore = Double.NEGATIVE_INFINITY;
            }
        }
    }

    private static void shuffle(int[] order, int size, Random random) {
        for (int i = size - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int one = order[i];
            order[i] = order[other];
            order[other] = one;
        }
    }

    private static double length(Sparse row) {
        double sum = Arrays.stream(row.values).map(value -> value * value).sum();
        return sum * sum;
    }

    private void add(Sparse row, double much) {
        for (int a = 0; a < row.columns.length; a++) {
            double[] pairs = weights[row.columns[a]];
            double part = much * row.values[a];
            pairs[row.columns[a]] += part * row.values[a];
            for (int b = a + 1; b < row.columns.length; b++) {
                pairs[row.columns[b]] += 2 * part * row.values[b];
            }
        }
    }

    private double sum(Sparse row) {
        double sum = 0;
        for (int a = 0; a < row.columns.length; a++) {
            double[] pairs = weights[row.columns[a]];
            double part = 0;
            for (int b = a; b < row.columns.length; b++) {
                part += pairs[row.columns[b]] * row.values[b];
            }
            sum += part * row.values[a];
        }
        return sum;
    }

    /** How far a row is on the side of those that are one. */
    double margin(double[] row) {
        return sum(sparse(row));
    }

    /** What a row without anything has. */
    double bias() {
        return weights[0][0];
    }

    double weight(int column) {
        return weights[0][column + 1] * factors[column + 1];
    }

    /** Of the product of two columns; the second is not before the first. */
    double weight(int column, int other) {
        return weights[column + 1][other + 1] * factors[column + 1] * factors[other + 1];
    }
}
