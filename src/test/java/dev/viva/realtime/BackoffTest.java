package dev.viva.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    @ParameterizedTest
    @CsvSource({
        "1, 0, 125",
        "1, 1, 250",
        "2, 1, 500",
        "3, 0.5, 750",
        "7, 1, 15000",
        "7, 0, 7500",
        "1000000, 1, 15000",
    })
    void doublesWithJitterUpToABound(int failures, double jitter, long millis) {
        var backoff = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(15), () -> jitter);

        assertThat(backoff.pause(failures)).hasMillis(millis);
    }
}
