package dev.viva.limits;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.concurrent.TimeUnit;

/**
 * One limit of a policy.
 *
 * @param quota {@code limit}: the requests in one window, 1 to 100,000
 * @param per the length of the window, 1 s to 1 day. It opens with the first request; at its end, the whole quota is
 *     available again
 * @param key what the limit counts by: {@code address}, {@code session} or {@code user}
 */
public record Limit(
        @JsonProperty("limit") @Min(1) @Max(100_000) int quota,

        @JsonProperty("per")
        @NotNull
        @MinDuration(value = 1, unit = TimeUnit.SECONDS)
        @MaxDuration(value = 1, unit = TimeUnit.DAYS)
        Duration per,

        @JsonProperty("key") @NotNull LimitKey key) {}
