package dev.viva.cohort;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The values that raters gave to the same encounters in one criterion, and how far they agree.
 *
 * @param units the values of each encounter by rater; only those with two values or more
 */
record Ratings(List<Map<String, Integer>> units) {
    Ratings(List<Map<String, Integer>> units) {
        this.units = units.stream().filter(unit -> unit.size() >= 2).toList();
    }

    Set<String> raters() {
        var raters = new TreeSet<String>();
        units.forEach(unit -> raters.addAll(unit.keySet()));
        return raters;
    }

    /** The share of equal values among all pairs of raters of an encounter, 0 to 1; empty without any. */
    OptionalDouble agreement() {
        long pairs = 0;
        long equal = 0;
        for (Map<String, Integer> unit : units) {
            List<Integer> values = List.copyOf(unit.values());
            for (int i = 0; i < values.size(); i++) {
                for (int j = i + 1; j < values.size(); j++) {
                    pairs++;
                    equal += values.get(i).equals(values.get(j)) ? 1 : 0;
                }
            }
        }
        return pairs == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) equal / pairs);
    }

    /**
     * Cohen's kappa, unweighted: (observed - expected) / (1 - expected). Cohen J. A coefficient of agreement for
     * nominal scales. Educ Psychol Meas 1960;20:37-46. Empty unless the same two raters gave all values, and where
     * chance alone would make them agree always.
     */
    OptionalDouble cohenKappa() {
        List<String> raters = List.copyOf(raters());
        if (raters.size() != 2) {
            return OptionalDouble.empty();
        }
        var first = new TreeMap<Integer, Integer>();
        var second = new TreeMap<Integer, Integer>();
        for (Map<String, Integer> unit : units) {
            first.merge(value(unit, raters.get(0)), 1, Integer::sum);
            second.merge(value(unit, raters.get(1)), 1, Integer::sum);
        }
        double n = units.size();
        double expected = first.entrySet().stream()
                .mapToDouble(entry -> entry.getValue() / n * second.getOrDefault(entry.getKey(), 0) / n)
                .sum();
        double observed = agreement().orElseThrow();
        return isOne(expected) ? OptionalDouble.empty() : OptionalDouble.of((observed - expected) / (1 - expected));
    }

    private static int value(Map<String, Integer> unit, String rater) {
        return unit.getOrDefault(rater, 0);
    }

    /** How far two values are apart. */
    private enum Metric {
        NOMINAL,
        ORDINAL
    }

    /** Krippendorff's alpha for values without an order. */
    OptionalDouble nominalAlpha() {
        return alpha(Metric.NOMINAL);
    }

    /** Krippendorff's alpha for values with an order. */
    OptionalDouble ordinalAlpha() {
        return alpha(Metric.ORDINAL);
    }

    /**
     * 1 - observed / expected disagreement, from the coincidences of values within encounters. Krippendorff K. Computing
     * Krippendorff's Alpha-Reliability. University of Pennsylvania, 2011. Empty where all values are equal.
     */
    private OptionalDouble alpha(Metric metric) {
        List<Integer> values = units.stream()
                .map(Map::values)
                .flatMap(Collection::stream)
                .distinct()
                .sorted()
                .toList();
        double[][] coincidences = coincidences(values);
        double[] totals = new double[values.size()];
        double n = 0;
        for (int c = 0; c < totals.length; c++) {
            for (double count : coincidences[c]) {
                totals[c] += count;
            }
            n += totals[c];
        }
        double observed = 0;
        double expected = 0;
        for (int c = 0; c < totals.length; c++) {
            for (int k = c + 1; k < totals.length; k++) {
                double distance = metric == Metric.NOMINAL ? 1 : ordinal(totals, c, k);
                observed += coincidences[c][k] * distance;
                expected += totals[c] * totals[k] * distance;
            }
        }
        return expected == 0 ? OptionalDouble.empty() : OptionalDouble.of(1 - (n - 1) * observed / expected);
    }

    /** How often each value stands beside each other value; an encounter of m values counts each pair 1 / (m - 1). */
    private double[][] coincidences(List<Integer> values) {
        double[][] counts = new double[values.size()][values.size()];
        for (Map<String, Integer> unit : units) {
            var given = new ArrayList<>(unit.values());
            for (int i = 0; i < given.size(); i++) {
                for (int j = 0; j < given.size(); j++) {
                    if (i != j) {
                        counts[values.indexOf(given.get(i))][values.indexOf(given.get(j))] += 1.0 / (given.size() - 1);
                    }
                }
            }
        }
        return counts;
    }

    /** The squared number of values from one to the other, half of each end. */
    private static double ordinal(double[] totals, int c, int k) {
        double between = 0;
        for (int g = c; g <= k; g++) {
            between += totals[g];
        }
        double distance = between - (totals[c] + totals[k]) / 2;
        return distance * distance;
    }

    private static boolean isOne(double share) {
        return Math.abs(1 - share) < 1e-12;
    }
}
