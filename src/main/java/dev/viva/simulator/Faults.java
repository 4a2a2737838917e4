package dev.viva.simulator;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The faults of the simulated provider. Faults of a call apply to it from its beginning to its end.
 *
 * @param appliesTo the requests that delay and failure apply to. Default all
 * @param delay how long a request waits for its answer. Default 0 ms
 * @param failure what comes instead of the answer. Default none
 * @param times how many requests fail; 0: all. Default 0
 * @param retryAfter the Retry-After of a rate_limited failure; 0 s: no header. Default 0 s
 * @param location what a new call's Location contains. Default whole
 * @param badModel calls with this model are refused, secrets are not; blank: none. Default blank
 * @param hangupFailures how often hanging up fails with 500 before it succeeds. Default 0
 * @param goneAsBadRequest hanging up a call that is not found answers 400 instead of 404. Default false
 * @param hangupByOwnerOnly a credential that did not make the call cannot hang it up. Default true
 * @param sidebandDropAfter events after which a sideband is disconnected; 0: never. Default 0
 * @param duplicateEvents each event is sent twice. Default false
 * @param fragmentedFrames a sideband's messages come in three frames. Default false
 * @param silentEnd sidebands are not closed when the call ends. Default false
 * @param unknownFor how long after its beginning a call is unknown: its sideband and hang-up answer 404. Default 0 s
 * @param sessionLifetime how long a call may last. Default 1 h, as with the provider
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Faults(
        @NotNull Scope appliesTo,

        @MinDuration(value = 0, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 2, unit = TimeUnit.MINUTES)
        Duration delay,

        @NotNull Failure failure,
        @Min(0) @Max(1_000_000) Integer times,

        @MinDuration(value = 0, unit = TimeUnit.SECONDS) @MaxDuration(value = 1, unit = TimeUnit.HOURS)
        Duration retryAfter,

        @NotNull Location location,
        @NotNull String badModel,
        @Min(0) @Max(1_000_000) Integer hangupFailures,
        @NotNull Boolean goneAsBadRequest,
        @NotNull Boolean hangupByOwnerOnly,
        @Min(0) @Max(1_000_000) Integer sidebandDropAfter,
        @NotNull Boolean duplicateEvents,
        @NotNull Boolean fragmentedFrames,
        @NotNull Boolean silentEnd,

        @MinDuration(value = 0, unit = TimeUnit.SECONDS) @MaxDuration(value = 1, unit = TimeUnit.HOURS)
        Duration unknownFor,

        @MinDuration(value = 10, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 1, unit = TimeUnit.HOURS)
        Duration sessionLifetime) {

    /** Requests of one kind. */
    public enum Scope {
        ALL,
        CALLS,
        HANGUP,
        SIDEBAND,
        SECRETS,
        MODELS
    }

    /** What comes instead of an answer. */
    public enum Failure {
        NONE,
        /** No answer; after two minutes the connection is closed. */
        HANG,
        /** The connection is closed at once. */
        DROP,
        /** 429; waiting helps. */
        RATE_LIMITED,
        /** 429; waiting does not help. */
        QUOTA,
        /** 401, as for a wrong key. */
        UNAUTHORIZED,
        /** 404, as for an unknown call. */
        NOT_FOUND,
        SERVER_ERROR,
        UNAVAILABLE,
        /** 502 with an HTML page, as a proxy answers. */
        EDGE_ERROR,
        /** A success status with an HTML page as the body. */
        MALFORMED
    }

    /** What a new call's Location contains. */
    public enum Location {
        WHOLE,
        TRUNCATED,
        MISSING
    }

    public static final Faults NONE =
            new Faults(null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    @JsonCreator
    public Faults(
            @Nullable Scope appliesTo,
            @Nullable Duration delay,
            @Nullable Failure failure,
            @Nullable Integer times,
            @Nullable Duration retryAfter,
            @Nullable Location location,
            @Nullable String badModel,
            @Nullable Integer hangupFailures,
            @Nullable Boolean goneAsBadRequest,
            @Nullable Boolean hangupByOwnerOnly,
            @Nullable Integer sidebandDropAfter,
            @Nullable Boolean duplicateEvents,
            @Nullable Boolean fragmentedFrames,
            @Nullable Boolean silentEnd,
            @Nullable Duration unknownFor,
            @Nullable Duration sessionLifetime) {
        this.appliesTo = appliesTo == null ? Scope.ALL : appliesTo;
        this.delay = delay == null ? Duration.milliseconds(0) : delay;
        this.failure = failure == null ? Failure.NONE : failure;
        this.times = times == null ? 0 : times;
        this.retryAfter = retryAfter == null ? Duration.seconds(0) : retryAfter;
        this.location = location == null ? Location.WHOLE : location;
        this.badModel = badModel == null ? "" : badModel;
        this.hangupFailures = hangupFailures == null ? 0 : hangupFailures;
        this.goneAsBadRequest = goneAsBadRequest != null && goneAsBadRequest;
        this.hangupByOwnerOnly = hangupByOwnerOnly == null || hangupByOwnerOnly;
        this.sidebandDropAfter = sidebandDropAfter == null ? 0 : sidebandDropAfter;
        this.duplicateEvents = duplicateEvents != null && duplicateEvents;
        this.fragmentedFrames = fragmentedFrames != null && fragmentedFrames;
        this.silentEnd = silentEnd != null && silentEnd;
        this.unknownFor = unknownFor == null ? Duration.seconds(0) : unknownFor;
        this.sessionLifetime = sessionLifetime == null ? Duration.hours(1) : sessionLifetime;
    }

    boolean appliesTo(Scope scope) {
        return appliesTo == Scope.ALL || appliesTo == scope;
    }
}
