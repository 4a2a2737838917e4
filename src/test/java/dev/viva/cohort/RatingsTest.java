package dev.viva.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The figures of published worked examples. */
class RatingsTest {
    /** Each word one rater's values in order; a dot for a missing one. */
    private static Ratings ratings(String... raters) {
        var units = new ArrayList<Map<String, Integer>>();
        for (int i = 0; i < raters[0].length(); i++) {
            var unit = new TreeMap<String, Integer>();
            for (int rater = 0; rater < raters.length; rater++) {
                char value = raters[rater].charAt(i);
                if (value != '.') {
                    unit.put("rater " + rater, value - '0');
                }
            }
            units.add(unit);
        }
        return new Ratings(units);
    }

    /** How often the first rater gave the row's value and the second the column's. */
    private static Ratings table(int[]... counts) {
        var units = new ArrayList<Map<String, Integer>>();
        for (int row = 0; row < counts.length; row++) {
            for (int column = 0; column < counts.length; column++) {
                for (int i = 0; i < counts[row][column]; i++) {
                    units.add(Map.of("a", row, "b", column));
                }
            }
        }
        return new Ratings(units);
    }

    private static void is(OptionalDouble figure, double expected) {
        assertThat(figure.orElseThrow()).isCloseTo(expected, within(0.0005));
    }

    /**
     * Fleiss JL, Levin B, Paik MC. Statistical Methods for Rates and Proportions. 3rd ed. Wiley; 2003. Table 18.1: 100
     * patients, two raters, three diagnoses; agreement 0.89, kappa 0.23 / 0.34.
     */
    @Test
    void cohensKappaOfThreeDiagnoses() {
        Ratings fleiss = table(new int[] {75, 1, 4}, new int[] {5, 4, 1}, new int[] {0, 0, 10});

        is(fleiss.agreement(), 0.89);
        is(fleiss.cohenKappa(), 0.676);
    }

    private static final String[] KRIPPENDORFF = {"123321412...", "1233224125.3", ".3332342251.", "12332441251."};

    /**
     * Krippendorff K. Computing Krippendorff's Alpha-Reliability. University of Pennsylvania; 2011. Section C: four
     * observers, twelve units, values missing; nominal 0.743, and ordinal 0.815 for the same data.
     */
    @Test
    void krippendorffsAlphaOfManyObserversWithMissingValues() {
        Ratings krippendorff = ratings(KRIPPENDORFF);

        assertThat(krippendorff.units())
                .as("the unit of one value does not count")
                .hasSize(11);
        is(krippendorff.nominalAlpha(), 0.743);
        is(krippendorff.ordinalAlpha(), 0.815);
        assertThat(krippendorff.cohenKappa()).as("more than two raters").isEmpty();
    }

    /** The same, section A: two observers, ten units, binary; 0.095. */
    @Test
    void krippendorffsAlphaOfTwoObservers() {
        Ratings binary = ratings("0100000010", "1110010000");

        is(binary.nominalAlpha(), 0.095);
        is(binary.agreement(), 0.6);
        is(binary.ordinalAlpha(), 0.095);
    }

    @Test
    void equalValuesOfEveryoneLeaveNothingToExplain() {
        Ratings equal = ratings("1111111111", "1111111111");

        is(equal.agreement(), 1);
        assertThat(equal.cohenKappa()).isEmpty();
        assertThat(equal.nominalAlpha()).isEmpty();
    }

    @Test
    void perfectAgreementOnDifferentValuesIsOne() {
        Ratings perfect = ratings("0101", "0101");

        is(perfect.cohenKappa(), 1);
        is(perfect.nominalAlpha(), 1);
    }

    @Test
    void withoutPairsThereIsNoFigure() {
        Ratings alone = ratings("0101");

        assertThat(alone.units()).isEmpty();
        assertThat(List.of(alone.agreement(), alone.cohenKappa(), alone.nominalAlpha()))
                .containsOnly(OptionalDouble.empty());
    }
}
