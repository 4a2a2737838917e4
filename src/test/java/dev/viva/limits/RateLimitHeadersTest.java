package dev.viva.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.limits.Verdict.Standing;
import io.dropwizard.util.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimitHeadersTest {
    private static final java.time.Duration MINUTE = java.time.Duration.ofMinutes(1);

    @Test
    void useTheDraftSyntaxWithTheTightestLimit() {
        var verdict = new Verdict(List.of(
                new Standing("relay", 120, MINUTE, 118, java.time.Duration.ofMillis(41_001), false),
                new Standing("relay-session", 120, MINUTE, 119, MINUTE, false)));
        assertThat(RateLimitHeaders.policy(verdict)).isEqualTo("\"relay\";q=120;w=60, \"relay-session\";q=120;w=60");
        assertThat(RateLimitHeaders.limit(verdict)).isEqualTo("\"relay\";r=118;t=42");
    }

    @Test
    void limitsOfOnePolicyHaveDistinctNames() {
        var minute = new Limit(1, Duration.minutes(1), LimitKey.ADDRESS);
        var policy =
                Policy.of("api", List.of(minute, minute, minute, new Limit(1, Duration.hours(1), LimitKey.SESSION)));
        assertThat(policy.limits())
                .extracting(Policy.NamedLimit::name)
                .containsExactly("api", "api-address", "api-address-2", "api-session");
    }
}
