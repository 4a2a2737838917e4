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

    private void fit(Sparse[] rows, int[] signs, double[] bounds) {
        var fit = new Fit(rows, signs, bounds);
        for (int round = 0; round < MAX_ROUNDS && !fit.isSettled(); round++) {
            fit.round();
        }
    }

    /** Goes through the rows again and again, and moves the share that each has in the weights. */
    private final class Fit {
        private final Random random = new Random(1);
        private final Sparse[] rows;
        private final int[] signs;
        private final double[] bounds;
        private final double[] shares;
        private final double[] lengths;
        /** The rows; the first of them are those that are still moved. */
        private final int[] order;

        private int moved;
        /** The steepest slopes of the last round: a row at a bound that is steeper would stay there, and waits. */
        private double most = Double.POSITIVE_INFINITY;

        private double least = Double.NEGATIVE_INFINITY;
        private boolean settled;

        Fit(Sparse[] rows, int[] signs, double[] bounds) {
            this.rows = rows;
            this.signs = signs;
            this.bounds = bounds;
            this.shares = new double[rows.length];
            this.lengths = Arrays.stream(rows).mapToDouble(PairMargin::length).toArray();
            this.order = IntStream.range(0, rows.length).toArray();
            this.moved = rows.length;
        }

        boolean isSettled() {
            return settled;
        }

        void round() {
            shuffle();
            double highest = Double.NEGATIVE_INFINITY;
            double lowest = Double.POSITIVE_INFINITY;
            for (int at = 0; at < moved; ) {
                int row = order[at];
                double slope = signs[row] * sum(rows[row]) - 1;
                if (waits(row, slope)) {
                    swap(at, --moved);
                } else {
                    double free = free(row, slope);
                    highest = Math.max(highest, free);
                    lowest = Math.min(lowest, free);
                    if (free != 0) {
                        move(row, slope);
                    }
                    at++;
                }
            }
            next(highest, lowest);
        }

        private boolean waits(int row, double slope) {
            return shares[row] == 0 && slope > most || shares[row] == bounds[row] && slope < least;
        }

        /** The slope as far as the row's share may follow it. */
        private double free(int row, double slope) {
            if (shares[row] == 0) {
                return Math.min(slope, 0);
            }
            return shares[row] == bounds[row] ? Math.max(slope, 0) : slope;
        }

        private void move(int row, double slope) {
            double share = Math.clamp(shares[row] - slope / lengths[row], 0, bounds[row]);
            add(rows[row], (share - shares[row]) * signs[row]);
            shares[row] = share;
        }

        /** Once the moved rows are settled, those that waited are tried again. */
        private void next(double highest, double lowest) {
            boolean calm = highest - lowest <= ENOUGH;
            settled = calm && moved == rows.length;
            if (calm) {
                moved = rows.length;
            }
            most = !calm && highest > 0 ? highest : Double.POSITIVE_INFINITY;
            least = !calm && lowest < 0 ? lowest : Double.NEGATIVE_INFINITY;
        }

        private void shuffle() {
            for (int i = moved - 1; i > 0; i--) {
                swap(i, random.nextInt(i + 1));
            }
        }

        private void swap(int one, int other) {
            int row = order[one];
            order[one] = order[other];
            order[other] = row;
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
