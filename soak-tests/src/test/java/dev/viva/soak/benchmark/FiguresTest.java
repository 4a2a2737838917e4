package dev.viva.soak.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void turnsAreMeasuredTogether() {
        var figures = Figures.of(List.of(
                Figures.of(new long[] {3_000_000}, SECOND), Figures.of(new long[] {1_000_000, 2_000_000}, SECOND)));

        assertThat(figures.perSecond()).isEqualTo(1.5);
        assertThat(figures.millis(0.5)).isEqualTo(2);
    }

    @Test
    void aTurnWithAFailureIsNoFigure() {
        assertThatThrownBy(() -> Figures.of(new long[] {1, 0, 0}, SECOND)).hasMessage("2 of 3 requests failed");
    }

    @Test
    void aTurnWithoutARequestIsNoFigure() {
        assertThatThrownBy(() -> Figures.of(new long[0], SECOND)).hasMessageContaining("no request");
    }
}
