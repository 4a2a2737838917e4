package dev.viva.debrief.fidelity;

import java.util.Arrays;

/** A logistic model fitted by Newton's method. Each column is divided by its spread; its weight is then held small. */
final class Logistic {
    private static final int MAX_STEPS = 30;
    private static final double ENOUGH = 1e-6;
    private static final double TINY = 1e-9;

    private final double[] weights;

    /**
     * @param rows what is known of each example
     * @param is whether the example is one
     * @param counts how much each example counts
     * @param penalties how strongly each column's weight is held small
     */
    Logistic(double[][] rows, boolean[] is, double[] counts, double[] penalties) {
        int columns = penalties.length;
        double[] spreads = spreads(rows, columns);
        double[][] scaled = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            scaled[i] = new double[columns + 1];
            for (int j = 0; j < columns; j++) {
                scaled[i][j] = rows[i][j] / spreads[j];
            }
            scaled[i][columns] = 1;
        }
        weights = fit(scaled, is, counts, Arrays.copyOf(penalties, columns + 1));
        for (int j = 0; j < columns; j++) {
            weights[j] /= spreads[j];
        }
    }

    private static double[] spreads(double[][] rows, int columns) {
        double[] spreads = new double[columns];
        for (int j = 0; j < columns; j++) {
            double sum = 0;
            double squares = 0;
            for (double[] row : rows) {
                sum += row[j];
                squares += row[j] * row[j];
            }
            double mean = sum / rows.length;
            spreads[j] = Math.sqrt(Math.max(0, squares / rows.length - mean * mean)) + TINY;
        }
        return spreads;
    }

    private static double[] fit(double[][] rows, boolean[] is, double[] counts, double[] penalties) {
        double[] weights = new double[penalties.length];
        double moved = 1;
        for (int step = 0; step < MAX_STEPS && moved > ENOUGH; step++) {
            double[] slope = new double[weights.length];
            double[][] bend = new double[weights.length][weights.length];
            for (int i = 0; i < rows.length; i++) {
                if (counts[i] > 0) {
                    double likely = 1 / (1 + StrictMath.exp(-dot(rows[i], weights)));
                    add(
                            rows[i],
                            counts[i] * (likely - (is[i] ? 1 : 0)),
                            counts[i] * likely * (1 - likely),
                            slope,
                            bend);
                }
            }
            for (int j = 0; j < weights.length; j++) {
                slope[j] += penalties[j] * weights[j];
                bend[j][j] += penalties[j] + TINY;
            }
            solve(bend, slope);
            moved = 0;
            for (int j = 0; j < weights.length; j++) {
                weights[j] -= slope[j];
                moved = Math.max(moved, Math.abs(slope[j]));
            }
        }
        return weights;
    }

    /** Adds an example; of the matrix the lower half alone. */
    private static void add(double[] row, double error, double curve, double[] slope, double[][] bend) {
        for (int j = 0; j < row.length; j++) {
            if (row[j] != 0) {
                slope[j] += error * row[j];
                double part = curve * row[j];
                double[] line = bend[j];
                for (int k = 0; k <= j; k++) {
                    line[k] += part * row[k];
                }
            }
        }
    }

    /** Solves by Cholesky's method; what is asked for is replaced by the answer. */
    private static void solve(double[][] matrix, double[] asked) {
        int size = asked.length;
        for (int j = 0; j < size; j++) {
            for (int k = 0; k <= j; k++) {
                double sum = matrix[j][k];
                for (int m = 0; m < k; m++) {
                    sum -= matrix[j][m] * matrix[k][m];
                }
                matrix[j][k] = j == k ? Math.sqrt(sum) : sum / matrix[k][k];
            }
        }
        for (int j = 0; j < size; j++) {
            for (int k = 0; k < j; k++) {
                asked[j] -= matrix[j][k] * asked[k];
            }
            asked[j] /= matrix[j][j];
        }
        for (int j = size - 1; j >= 0; j--) {
            for (int k = j + 1; k < size; k++) {
                asked[j] -= matrix[k][j] * asked[k];
            }
            asked[j] /= matrix[j][j];
        }
    }

    private static double dot(double[] a, double[] b) {
        double dot = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
        }
        return dot;
    }

    /** The logarithm of the odds. */
    double odds(double[] row) {
        double odds = weights[weights.length - 1];
        for (int i = 0; i < row.length; i++) {
            odds += weights[i] * row[i];
        }
        return odds;
    }

    double weight(int column) {
        return weights[column];
    }

    double bias() {
        return weights[weights.length - 1];
    }
}
