package dev.viva.encounter;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long encounters last.
 *
 * @param maxDuration the server ends a session after this, 1 min to 55 min (the provider's own limit is 60). Default
 *     30 min
 * @param lateFinals final lines that arrive this long after the end are still stored, 0 s to 5 min. Default 10 s
 */
@JsonNaming(SnakeCaseStrategy.class)
public record EncounterConfiguration(
        @MinDuration(value = 1, unit = TimeUnit.MINUTES) @MaxDuration(value = 55, unit = TimeUnit.MINUTES)
        Duration maxDuration,

        @MinDuration(value = 0, unit = TimeUnit.SECONDS) @MaxDuration(value = 5, unit = TimeUnit.MINUTES)
        Duration lateFinals) {

    /** All defaults. */
    public static final EncounterConfiguration DEFAULTS = new EncounterConfiguration(null, null);

    public EncounterConfiguration(@Nullable Duration maxDuration, @Nullable Duration lateFinals) {
        this.maxDuration = maxDuration == null ? Duration.minutes(30) : maxDuration;
        this.lateFinals = lateFinals == null ? Duration.seconds(10) : lateFinals;
    }
}
