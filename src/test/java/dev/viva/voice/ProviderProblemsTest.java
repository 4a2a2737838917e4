package dev.viva.voice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.problem.Failure;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.ProviderException.Kind;
import dev.viva.realtime.ProviderException.Reply;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderProblemsTest {
    /** The contract declares Retry-After for what passes, and not for a rejected call or body. */
    @ParameterizedTest
    @CsvSource({
        "RATE_LIMITED,  PT7S,  UPSTREAM_UNAVAILABLE, PT7S",
        "UNAVAILABLE,   PT0S,  UPSTREAM_UNAVAILABLE, PT0S",
        "TIMEOUT,       ,      UPSTREAM_UNAVAILABLE,",
        "QUOTA,         ,      UPSTREAM_QUOTA,       PT5M",
        "QUOTA,         PT7S,  UPSTREAM_QUOTA,       PT5M",
        "QUOTA,         PT1H,  UPSTREAM_QUOTA,       PT1H",
        "REJECTED,      PT7S,  UPSTREAM_REJECTED,",
        "UNAUTHORIZED,  PT7S,  UPSTREAM_REJECTED,",
        "INVALID_OFFER, PT7S,  INVALID_BODY,",
    })
    void tellsHowLongToWaitOnlyWhereWaitingHelps(Kind kind, Duration said, Failure failure, Duration told) {
        var problem =
                ProviderProblems.problem(new ProviderException(kind, "refused", new Reply(429, null, "req_9", said)));

        assertThat(problem.failure()).isEqualTo(failure);
        assertThat(problem.retryAfter()).isEqualTo(told);
        assertThat(problem.upstreamRequestId()).isEqualTo("req_9");
    }
}
