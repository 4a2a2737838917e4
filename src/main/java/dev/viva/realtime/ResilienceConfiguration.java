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
 * How the service keeps going while the provider does not.
 *
 * @param maxConcurrentRequests to begin calls and mint secrets, at a time; as many more to end calls. Default 100
 * @param maxWait for one of these to be free; after it the caller is told to come back. Default 1 s
 * @param mintDeadline for minting a secret, up to three tries and the pauses between them included. Default 15 s
 * @param backgroundDeadline for ending a call or listing the models, likewise; nobody waits for these. Default 20 s
 * @param breakerFailures among twice as many requests after which the provider is left alone. Default 5
 * @param breakerDelay for so long; then one request tries whether it is back. Default 10 s
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
