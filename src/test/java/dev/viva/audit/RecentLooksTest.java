package dev.viva.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.TestClock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentLooksTest {
    private static final Duration EVERY = Duration.ofMinutes(10);

    private final TestClock clock = new TestClock();
    private final RecentLooks looks = new RecentLooks(clock);
    private final RecentLooks.Look look = new RecentLooks.Look("faculty", "getSession", "ses_1", null);

    @Test
    void isRecentUntilItsTimeHasPassed() {
        looks.add(look, EVERY);

        clock.advance(EVERY.minusMillis(1));
        assertThat(looks.isRecent(look, EVERY)).isTrue();
        clock.advance(Duration.ofMillis(1));
        assertThat(looks.isRecent(look, EVERY)).isFalse();
    }

    @Test
    void isNotRecentOnceTheClockWasSetBack() {
        looks.add(look, EVERY);

        clock.advance(Duration.ofMillis(-1));
        assertThat(looks.isRecent(look, EVERY)).isFalse();
    }

    @Test
    void tellsCallersOperationsAndSessionsApart() {
        looks.add(look, EVERY);

        assertThat(looks.isRecent(new RecentLooks.Look("Dr. Okafor", "getSession", "ses_1", null), EVERY))
                .isFalse();
        assertThat(looks.isRecent(new RecentLooks.Look("faculty", "listSessions", "ses_1", null), EVERY))
                .isFalse();
        assertThat(looks.isRecent(new RecentLooks.Look("faculty", "getSession", null, null), EVERY))
                .isFalse();
    }

    @Test
    void remembersNothingOfWhatIsAlwaysRecorded() {
        looks.add(look, Duration.ZERO);

        assertThat(looks.isRecent(look, EVERY)).isFalse();
    }

    /** Then a look is recorded once more. */
    @Test
    void usesBoundedMemory() {
        IntStream.range(0, 30_000)
                .forEach(i -> looks.add(new RecentLooks.Look("faculty", "getSession", "ses_" + i, null), EVERY));

        assertThat(looks.size()).isLessThanOrEqualTo(10_000);
    }
}
