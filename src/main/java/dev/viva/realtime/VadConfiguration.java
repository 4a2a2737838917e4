package dev.viva.realtime;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When sound counts as speech, and when a pause ends a turn.
 *
 * @param threshold how loud speech must be, 0 to 1; more for a noisy room. Default 0.5
 * @param prefixPadding sound kept from before the speech. Default 300 ms
 * @param silenceDuration the pause that ends a turn; a shorter one answers faster and interrupts more. Default 500 ms
 */
@JsonNaming(SnakeCaseStrategy.class)
public record VadConfiguration(
        @DecimalMin("0.0") @DecimalMax("1.0") Double threshold,

        @MinDuration(value = 0, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 5, unit = TimeUnit.SECONDS)
        Duration prefixPadding,

        @MinDuration(value = 50, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 10, unit = TimeUnit.SECONDS)
        Duration silenceDuration) {

    public static final VadConfiguration DEFAULTS = new VadConfiguration(null, null, null);

    public VadConfiguration(
            @Nullable Double threshold, @Nullable Duration prefixPadding, @Nullable Duration silenceDuration) {
        this.threshold = threshold == null ? 0.5 : threshold;
        this.prefixPadding = prefixPadding == null ? Duration.milliseconds(300) : prefixPadding;
        this.silenceDuration = silenceDuration == null ? Duration.milliseconds(500) : silenceDuration;
    }
}
