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
        var minted = tokens().mint("ses_one");
        assertThat(minted.expires()).isEqualTo(TestClock.START.plusSeconds(60));
        String token = minted.token().reveal();

        assertThat(tokens().take("ses_one", token)).isTrue();
        assertThat(tokens().take("ses_one", token)).isFalse();
    }

    @Test
    void foreignTokenStaysValid() {
        String token = tokens().mint("ses_one").token().reveal();

        assertThat(tokens().take("ses_two", token)).isFalse();
        assertThat(tokens().take("ses_one", token)).isTrue();
    }

    @Test
    void tokenIsValidForAMinute() {
        String early = tokens().mint("ses_one").token().reveal();
        String late = tokens().mint("ses_one").token().reveal();

        pass(Duration.ofSeconds(50));
        assertThat(tokens().take("ses_one", early)).isTrue();
        pass(Duration.ofSeconds(11));
        assertThat(tokens().take("ses_one", late)).isFalse();
    }

    @Test
    void refusesAnUnknownToken() {
        assertThat(tokens().take("ses_one", "rtk_0000000000000000000000")).isFalse();
    }

    @Test
    void oneOfManyConcurrentUsesSucceeds() throws Exception {
        String token = tokens().mint("ses_one").token().reveal();
        Callable<Boolean> take = () -> tokens().take("ses_one", token);
        try (var pages = Executors.newVirtualThreadPerTaskExecutor()) {
            var taken = pages.invokeAll(Stream.generate(() -> take).limit(50).toList()).stream()
                    .filter(Future::resultNow)
                    .toList();
            assertThat(taken).hasSize(1);
        }
    }
}
