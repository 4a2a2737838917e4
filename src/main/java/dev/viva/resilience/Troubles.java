package dev.viva.resilience;

import dev.viva.realtime.Operation;
import dev.viva.realtime.ProviderException.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The current problems of the provider, as this replica has met them. A problem begins with a failure and ends with the
 * next success of the same operation, or when it has not recurred for 15 minutes. The log has one entry for its
 * beginning and one for its end, however often it recurs within a minute. Thread-safe.
 */
final class Troubles {
    private static final Logger log = LoggerFactory.getLogger(Troubles.class);

    /** A successful list of models ends what did not recur for this long, even without calls in between. */
    private static final Duration RECURRENCE_WINDOW = Duration.ofMinutes(1);
    /**
     * Most problems end only with use, and another replica may have all of it. What the list of models meets recurs
     * sooner: while there is a problem, it is requested every 5 minutes at least.
     */
    private static final Duration MAX_AGE = Duration.ofMinutes(15);

    private static final Set<Kind> REACHABILITY = EnumSet.of(Kind.UNAVAILABLE, Kind.TIMEOUT, Kind.RATE_LIMITED);
    private static final Set<Operation> CALLING = EnumSet.of(Operation.CALL, Operation.SECRET, Operation.RESPONSE);

    private final Clock clock;
    private final Map<Key, Times> present = new HashMap<>(); // guarded by this
    private final Map<Kind, Times> logged = new EnumMap<>(Kind.class); // guarded by this

    private record Key(Operation operation, Kind kind) {}

    private record Times(Instant first, Instant last) {
        Times again(Instant now) {
            return new Times(first, now);
        }
    }

    Troubles(Clock clock) {
        this.clock = clock;
    }

    synchronized void failed(Operation operation, Kind kind, @Nullable String code) {
        if (isOrdinary(operation, kind)) {
            return;
        }
        Instant now = clock.instant();
        present.merge(new Key(operation, kind), new Times(now, now), (times, same) -> times.again(now));
        Times before = logged.get(kind);
        logged.put(kind, before == null ? new Times(now, now) : before.again(now));
        if (before == null) {
            log.warn(
                    "provider: {} (operation {}, code {}). {}",
                    sentence(kind, now),
                    operation.label(),
                    code,
                    advice(kind));
        }
    }

    /** A browser's unreadable offer is no problem of the provider, nor is the 404 of an ended call. */
    private static boolean isOrdinary(Operation operation, Kind kind) {
        return kind == Kind.INVALID_OFFER
                || kind == Kind.NOT_FOUND && (operation == Operation.HANG_UP || operation == Operation.SIDEBAND);
    }

    synchronized void succeeded(Operation operation) {
        if (present.isEmpty() && logged.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        present.entrySet().removeIf(entry -> ends(operation, entry.getKey(), entry.getValue(), now));
        forgetStale(now);
    }

    private static boolean ends(Operation done, Key trouble, Times times, Instant now) {
        if (done == trouble.operation() || trouble.kind() == Kind.UNAUTHORIZED) {
            return true;
        }
        return switch (done) {
            case RESPONSE -> CALLING.contains(trouble.operation());
            case CALL -> trouble.operation() == Operation.SECRET;
            case MODELS -> REACHABILITY.contains(trouble.kind()) && times.last().isBefore(now.minus(RECURRENCE_WINDOW));
            default -> false;
        };
    }

    /** Forgets stale problems, and logs those that ended and did not recur for a while. */
    private void forgetStale(Instant now) {
        present.values().removeIf(times -> times.last().isBefore(now.minus(MAX_AGE)));
        for (Iterator<Map.Entry<Kind, Times>> all = logged.entrySet().iterator(); all.hasNext(); ) {
            var entry = all.next();
            Times times = entry.getValue();
            if (first(entry.getKey()) == null && !times.last().isAfter(now.minus(RECURRENCE_WINDOW))) {
                log.warn(
                        "provider: {} ended; it began at {} and was last seen at {}",
                        entry.getKey().label(),
                        times.first(),
                        times.last());
                all.remove();
            }
        }
    }

    /** The beginning of a problem of that kind; null if there is none. */
    private @Nullable Instant first(Kind kind) {
        return present.entrySet().stream()
                .filter(entry -> entry.getKey().kind() == kind)
                .map(entry -> entry.getValue().first())
                .min(Instant::compareTo)
                .orElse(null);
    }

    synchronized boolean isPresent(Kind kind) {
        forgetStale(clock.instant());
        return first(kind) != null;
    }

    synchronized boolean any() {
        forgetStale(clock.instant());
        return !present.isEmpty();
    }

    synchronized List<String> warnings() {
        forgetStale(clock.instant());
        List<String> warnings = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            Instant since = first(kind);
            if (since != null) {
                warnings.add(sentence(kind, since) + ". " + advice(kind));
            }
        }
        return warnings;
    }

    private static String sentence(Kind kind, Instant since) {
        String what = switch (kind) {
            case UNAVAILABLE -> "fails or cannot be reached";
            case TIMEOUT -> "does not answer in time";
            case REJECTED -> "refuses what Viva asks";
            case INVALID_OFFER -> "cannot read a browser's offer";
            case QUOTA -> "says that the account's credit is used up";
            case RATE_LIMITED -> "refuses requests because there are too many";
            case UNAUTHORIZED -> "does not accept the API key";
            case MODEL_MISSING -> "does not offer a configured model to this account";
            case NOT_FOUND -> "does not know the address that Viva asks";
            case CONTENT_FILTER -> "stopped a patient's answer by its content filter";
            case OUTPUT_LIMIT -> "cut a patient's answer short because it was too long";
        };
        return "The voice provider %s (%s) since %s"
                .formatted(what, kind.label(), since.truncatedTo(ChronoUnit.SECONDS));
    }

    private static String advice(Kind kind) {
        return switch (kind) {
            case UNAVAILABLE ->
                "Check the provider's status page, the network, and OPENAI_BASE_URL (realtime.base_url).";
            case TIMEOUT ->
                "Check the provider's status page and the network; realtime.timeouts sets how long Viva waits.";
            case REJECTED ->
                "The log names the provider's code: a setting, the account's region or the key's rights may be wrong.";
            case INVALID_OFFER -> "Try another browser.";
            case QUOTA -> "Add credit to the provider's account; calls then work again by themselves.";
            case RATE_LIMITED ->
                "Raise the account's rate limits, or allow fewer calls at a time with budget.concurrent_calls.";
            case UNAUTHORIZED -> "Set a valid OPENAI_API_KEY (realtime.api_key) and restart.";
            case MODEL_MISSING ->
                "Check realtime.model and realtime.transcription_model, and that the account may use them.";
            case NOT_FOUND -> "Check OPENAI_BASE_URL (realtime.base_url).";
            case CONTENT_FILTER ->
                "Check the text of the case and the students' lines in it; a single answer needs no action.";
            case OUTPUT_LIMIT ->
                "A single answer needs no action; if it recurs, the case asks for answers that are too long.";
        };
    }
}
