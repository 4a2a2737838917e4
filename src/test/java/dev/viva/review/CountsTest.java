package dev.viva.review;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountsTest {
    private static Counts of(int bothMet, int bothNotMet, int onlyProposed, int onlySigned) {
        var counts = new Counts();
        add(counts, bothMet, true, true);
        add(counts, bothNotMet, false, false);
        add(counts, onlyProposed, true, false);
        add(counts, onlySigned, false, true);
        return counts;
    }

    private static void add(Counts counts, int times, boolean proposed, boolean signed) {
        for (int i = 0; i < times; i++) {
            counts.add(proposed, signed, false);
        }
    }

    @Test
    void comparesProposalsWithSignedScores() {
        var counts = of(20, 15, 5, 10);

        assertThat(counts.pairs()).isEqualTo(50);
        assertThat(counts.precision()).isEqualTo(0.8);
        assertThat(counts.recall()).isEqualTo(0.667);
        assertThat(counts.kappa())
                .as("worked out by hand: (0.7 - 0.5) / (1 - 0.5)")
                .isEqualTo(0.4);
    }

    @Test
    void switchesOffBelowKappaFromFiftyPairsOn() {
        assertThat(of(20, 14, 5, 10).isOff()).as("49 pairs").isFalse();
        assertThat(of(20, 15, 5, 10).isOff()).isTrue();
        assertThat(of(24, 22, 2, 2).isOff()).isFalse();
    }

    @Test
    void saysNothingOfWhatNeverVaries() {
        var counts = of(0, 60, 0, 0);

        assertThat(counts.precision()).isNull();
        assertThat(counts.recall()).isNull();
        assertThat(counts.kappa()).isNull();
        assertThat(counts.isOff()).isFalse();
    }
}
