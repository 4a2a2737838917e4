package dev.viva.realtime;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How the service copes with a slow or failing provider.
 *
 * @param maxConcurrentRequests concurrent requests to begin calls and mint secrets; as many more to end calls. Default
 *     100
 * @param maxWait how long a request waits for a free place; then it is refused with Retry-After. Default 1 s
 * @param mintDeadline for minting a secret, including up to three tries and their pauses. Default 15 s
 * @param backgroundDeadline for ending a call or listing the models, likewise; these run in the background. Default 20
 *     s
 * @param breakerFailures failures among twice as many requests that open the circuit breaker. Default 5
 * @param breakerDelay how long it stays open; then one request is tried. Default 10 s
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ResilienceConfiguration(
        @Min(1) @Max(10_000) Integer maxConcurrentRequests,

        @MinDuration(value = 0, unit = TimeUnit.SECONDS) @MaxDuration(value = 10, unit = TimeUnit.SECONDS)
        Duration maxWait,

        @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 2, unit = TimeUnit.MINUTES)
        Duration mintDeadline,

        @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 5, unit = TimeUnit.MINUTES)
        Duration backgroundDeadline,

        @Min(1) @Max(1_000) Integer breakerFailures,

        @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 10, unit = TimeUnit.MINUTES)
        Duration breakerDelay) {

    public static final ResilienceConfiguration DEFAULTS =
            new ResilienceConfiguration(null, null, null, null, null, null);

    public ResilienceConfiguration(
            @Nullable Integer maxConcurrentRequests,
            @Nullable Duration maxWait,
            @Nullable Duration mintDeadline,
            @Nullable Duration backgroundDeadline,
            @Nullable Integer breakerFailures,
            @Nullable Duration breakerDelay) {
        this.maxConcurrentRequests = maxConcurrentRequests == null ? 100 : maxConcurrentRequests;
        this.maxWait = maxWait == null ? Duration.seconds(1) : maxWait;
        this.mintDeadline = mintDeadline == null ? Duration.seconds(15) : mintDeadline;
        this.backgroundDeadline = backgroundDeadline == null ? Duration.seconds(20) : backgroundDeadline;
        this.breakerFailures = breakerFailures == null ? 5 : breakerFailures;
        this.breakerDelay = breakerDelay == null ? Duration.seconds(10) : breakerDelay;
    }
}
