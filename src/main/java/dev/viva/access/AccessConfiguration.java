package dev.viva.access;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.viva.problem.Secret;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.AssertTrue;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How grants are made.
 *
 * @param grantKey signs the grants, at least 32 bytes; all replicas need the same. When absent one is made at the first
 *     start and kept beside the database, readable by its owner alone
 * @param grantLifetime how long a grant opens its session, 1 h to 30 d. Default 24 h
 */
@JsonNaming(SnakeCaseStrategy.class)
public record AccessConfiguration(
        @Nullable Secret grantKey,

        @MinDuration(value = 1, unit = TimeUnit.HOURS) @MaxDuration(value = 30, unit = TimeUnit.DAYS)
        Duration grantLifetime) {

    /** All defaults. */
    public static final AccessConfiguration DEFAULTS = new AccessConfiguration(null, null);

    public AccessConfiguration(@Nullable Secret grantKey, @Nullable Duration grantLifetime) {
        this.grantKey = grantKey == null || grantKey.isBlank() ? null : grantKey;
        this.grantLifetime = grantLifetime == null ? Duration.hours(24) : grantLifetime;
    }

    @JsonIgnore
    @AssertTrue(message = "grant_key must have at least 32 bytes; make one with: openssl rand -base64 48")
    public boolean isGrantKeyLongEnough() {
        return grantKey == null || grantKey.reveal().getBytes(StandardCharsets.UTF_8).length >= GrantKey.MIN_BYTES;
    }
}
