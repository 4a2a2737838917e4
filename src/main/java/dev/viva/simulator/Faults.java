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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong at the simulated provider. Those that concern a call hold for it from its beginning to its end.
 *
 * @param appliesTo the requests that delay and failure concern. Default all
 * @param delay how long a request waits for its answer. Default 0 ms
 * @param failure what comes instead of the answer. Default none
 * @param times how many requests fail before the next succeed; 0 is all of them. Default 0
 * @param retryAfter what a rate_limited failure tells; 0 s leaves the header out. Default 0 s
 * @param location what a new call's Location holds. Default whole
 * @param badModel a model that calls are refused for, though secrets are given out; blank is none. Default blank
 * @param hangupFailures how often hanging a call up fails with 500 before it succeeds. Default 0
 * @param goneAsBadRequest hanging up a call that is over answers 400 instead of 404. Default false
 * @param hangupByOwnerOnly a credential that did not make the call cannot hang it up. Default true
 * @param sidebandDropAfter events after which a sideband is cut without a word; 0 is never. Default 0
 * @param duplicateEvents each event comes twice. Default false
 * @param fragmentedFrames a sideband's messages come in three frames. Default false
 * @param silentEnd sidebands are not closed when the call ends. Default false
 * @param unknownFor how long after its beginning a call is not known: sidebands and hang-ups of it answer 404. Default 0 s
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
        MODELS;

        /** Nothing when it is a request of no kind. */
        static Optional<Scope> of(Exchange exchange) {
            if (exchange.asks("POST", CallRoutes.CALLS)) {
                return Optional.of(CALLS);
            } else if (exchange.asks("GET", CallRoutes.SIDEBAND)) {
                return Optional.of(SIDEBAND);
            } else if (exchange.asks("POST", AccountRoutes.SECRETS)) {
                return Optional.of(SECRETS);
            } else if (exchange.asks("GET", AccountRoutes.MODELS)) {
                return Optional.of(MODELS);
            }
            boolean hangUp = exchange.posts()
                    && CallRoutes.HANG_UP.matcher(exchange.path()).matches();
            return hangUp ? Optional.of(HANGUP) : Optional.empty();
        }
    }

    /** What comes instead of an answer. */
    public enum Failure {
        NONE,
        /** Nothing, until the server's patience ends and the connection with it. */
        HANG,
        /** The connection is closed at once. */
        DROP,
        /** 429 that is worth waiting for. */
        RATE_LIMITED,
        /** 429 that is not. */
        QUOTA,
        /** 401, as for a wrong key. */
        UNAUTHORIZED,
        /** 404, as for a call that is not known. */
        NOT_FOUND,
        SERVER_ERROR,
        UNAVAILABLE,
        /** 502 with a page of a proxy. */
        EDGE_ERROR,
        /** Success by its status, and a page for people by its body. */
        MALFORMED
    }

    /** What a new call's Location holds. */
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

    boolean concern(Scope scope) {
        return appliesTo == Scope.ALL || appliesTo == scope;
    }
}
