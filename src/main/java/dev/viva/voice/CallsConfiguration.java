package dev.viva.voice;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.viva.model.VoiceMode;
import dev.viva.redis.Leases;
import dev.viva.voice.sideband.CallLeases;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.AssertTrue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How calls are created and watched.
 *
 * @param mode relay: the browser's offer goes through the server. direct: the browser connects to the provider by
 *     itself, the server has no sideband to the call, and the browser can read the facts of all phases from the start.
 *     Default relay
 * @param sideband whether the server opens a sideband to relayed calls. Without it the browser can read the facts of
 *     all phases from the start. Default true
 * @param abandonAfter a call is hung up after this long without speech, requests with its session's grant or
 *     followers of the session: 0 (never), or 30 s to 1 h. Default 2 min
 * @param lease how long the calls of a replica that died wait until another replica attaches, 3 s to 1 min.
 *     Default 15 s
 * @param endedAfter a call counts as ended after the provider has answered "no such call" for this long, at least five
 *     times: 1 s to 1 min. It counts in the budget meanwhile. Default 10 s
 */
@JsonNaming(SnakeCaseStrategy.class)
public record CallsConfiguration(
        VoiceMode mode,
        Boolean sideband,

        @MinDuration(value = 0, unit = TimeUnit.SECONDS) @MaxDuration(value = 1, unit = TimeUnit.HOURS)
        Duration abandonAfter,

        @MinDuration(value = 3, unit = TimeUnit.SECONDS) @MaxDuration(value = 1, unit = TimeUnit.MINUTES)
        Duration lease,

        @MinDuration(value = 1, unit = TimeUnit.SECONDS) @MaxDuration(value = 1, unit = TimeUnit.MINUTES)
        Duration endedAfter) {

    /** Longer than a pass takes, also one that waits for a silent database. */
    private static final java.time.Duration MAX_STUCK = java.time.Duration.ofMinutes(1);

    private static final java.time.Duration MIN_STUCK = java.time.Duration.ofSeconds(5);

    /** All defaults. */
    public static final CallsConfiguration DEFAULTS = new CallsConfiguration(null, null, null, null, null);

    public CallsConfiguration(
            @Nullable VoiceMode mode,
            @Nullable Boolean sideband,
            @Nullable Duration abandonAfter,
            @Nullable Duration lease,
            @Nullable Duration endedAfter) {
        this.mode = mode == null ? VoiceMode.RELAY : mode;
        this.sideband = sideband == null || sideband;
        this.abandonAfter = abandonAfter == null ? Duration.minutes(2) : abandonAfter;
        this.lease = lease == null ? Duration.seconds(15) : lease;
        this.endedAfter = endedAfter == null ? Duration.seconds(10) : endedAfter;
    }

    /** With a shorter time, a student who thinks about the next question would lose the call. */
    @JsonIgnore
    @AssertTrue(message = "abandon_after must be 0s (never) or at least 30s")
    public boolean isAbandonAfterLongEnough() {
        return abandonAfter.toSeconds() == 0 || abandonAfter.toSeconds() >= 30;
    }

    /** Whether the server opens a sideband to each call. */
    public boolean listens() {
        return sideband && mode == VoiceMode.RELAY;
    }

    CallLeases leases(Leases leases) {
        return new CallLeases(leases, listens(), lease.toJavaDuration(), stuckAfter(), System::nanoTime);
    }

    /**
     * When a replica gives up calls that it cannot reconcile: so early that another has taken them over, after a lease
     * and a third, before they count as abandoned. A long lease and a short {@code abandon_after} leave too little time
     * for that.
     */
    java.time.Duration stuckAfter() {
        if (abandonAfter.toSeconds() == 0) {
            return MAX_STUCK;
        }
        var takenOver = lease.toJavaDuration().multipliedBy(4).dividedBy(3);
        var left = abandonAfter.toJavaDuration().minus(takenOver).minus(MIN_STUCK);
        return java.time.Duration.ofMillis(Math.clamp(left.toMillis(), MIN_STUCK.toMillis(), MAX_STUCK.toMillis()));
    }
}
