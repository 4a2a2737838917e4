package dev.viva.voice.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.TestClock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The behaviour of every token store. */
abstract class RtcTokensContract {
    final TestClock clock = new TestClock();

    abstract RtcTokens tokens();

    abstract void pass(Duration time);

    @Test
    void tokenOpensOneCallOfItsSession() {
        var minted = tokens().mint("ses_one", () -> 1);
        assertThat(minted.expires()).isEqualTo(TestClock.START.plusSeconds(60));
        String token = minted.token().reveal();

        assertThat(tokens().take("ses_one", token)).isPresent();
        assertThat(tokens().take("ses_one", token)).isEmpty();
    }

    @Test
    void foreignTokenStaysValid() {
        String token = tokens().mint("ses_one", () -> 1).token().reveal();

        assertThat(tokens().take("ses_two", token)).isEmpty();
        assertThat(tokens().take("ses_one", token)).isPresent();
    }

    @Test
    void tokenIsValidForAMinute() {
        String early = tokens().mint("ses_one", () -> 1).token().reveal();
        String late = tokens().mint("ses_one", () -> 1).token().reveal();

        pass(Duration.ofSeconds(50));
        assertThat(tokens().take("ses_one", early)).isPresent();
        pass(Duration.ofSeconds(11));
        assertThat(tokens().take("ses_one", late)).isEmpty();
    }

    @Test
    void refusesAnUnknownToken() {
        assertThat(tokens().take("ses_one", "rtk_0000000000000000000000")).isEmpty();
    }

    @Test
    void oneOfManyConcurrentUsesSucceeds() throws Exception {
        String token = tokens().mint("ses_one", () -> 1).token().reveal();
        Callable<Boolean> take = () -> tokens().take("ses_one", token).isPresent();
        try (var pages = Executors.newVirtualThreadPerTaskExecutor()) {
            var taken = pages.invokeAll(Stream.generate(() -> take).limit(50).toList()).stream()
                    .filter(Future::resultNow)
                    .toList();
            assertThat(taken).hasSize(1);
        }
    }
}
