package dev.viva.transcript;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.viva.model.PartialLine;
import dev.viva.model.Role;
import dev.viva.model.SessionEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Wakes the streams that follow a session. It carries no stored events: a woken stream reads what it has not seen from
 * the log, so a slow one delays nobody and misses nothing. Thread-safe.
 */
public final class EventHub {
    /** Partial lines are passed on at most twice a second per session; the rest are dropped. */
    private static final Duration BETWEEN_PARTIALS = Duration.ofMillis(500);

    /** The maximum number of sessions remembered. Beyond it, a session may get more than two partial lines a second. */
    private static final int MAX_SPEAKING = 100_000;

    /** Followers that another replica reported count for this long. It repeats the report while partial lines come. */
    private static final Duration REMEMBER_OTHERS = Duration.ofSeconds(30);

    /** Two cores open six times as many streams a second once that code is compiled; relays need the rest. */
    private static final int BACK_PER_SECOND = 200;

    private static final Duration MIN_SPREAD = Duration.ofSeconds(2);
    private static final Duration MAX_SPREAD = Duration.ofSeconds(25);

    private final ConcurrentHashMap<String, Listeners> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final Timer delay;
    private final int perSession;
    private final Counter replaced;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Cache<String, Boolean> recent; // sessions with a recent partial line
    private final Cache<String, Map<String, Report>> elsewhere; // by session and replica
    private volatile Consumer<SessionEvent> onPartial = event -> {};
    private volatile boolean closing;

    /**
     * @param perSession the maximum number of streams of a session on this replica; one more ends another
     * @param nanoTime a monotonic clock, for what is passed on and remembered
     */
    public EventHub(int perSession, Clock clock, LongSupplier nanoTime, MetricRegistry metrics) {
        this.perSession = perSession;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.replaced = metrics.counter("viva.streams.replaced");
        this.elsewhere = Caffeine.newBuilder()
                .expireAfterWrite(REMEMBER_OTHERS)
                .maximumSize(MAX_SPEAKING)
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
        this.recent = Caffeine.newBuilder()
                .expireAfterWrite(BETWEEN_PARTIALS)
                .maximumSize(MAX_SPEAKING)
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
        metrics.gauge("viva.streams.open", () -> open::get);
        this.delay = metrics.timer("viva.streams.delay");
    }

    /** A stream has sent what it was woken for, at that {@link System#nanoTime}. */
    void sent(long wokenAt) {
        delay.update(System.nanoTime() - wokenAt, TimeUnit.NANOSECONDS);
    }

    /** Over how much time the readers of this replica's streams should come back if all are cut at once. */
    Duration comeBackWithin() {
        long needed = open.get() * 1000L / BACK_PER_SECOND;
        return Duration.ofMillis(Math.clamp(needed, MIN_SPREAD.toMillis(), MAX_SPREAD.toMillis()));
    }

    /** @param observer whether it takes the place of another observer's stream, if there is one */
    Subscription subscribe(String sessionId, boolean observer) {
        var subscription = new Subscription(observer, closed -> unsubscribe(sessionId, closed));
        sessions.compute(sessionId, (id, listeners) -> {
            Listeners all = listeners == null ? new Listeners() : listeners;
            while (all.members.size() >= perSession) {
                all.removeOldest(observer).shut();
                replaced.inc();
            }
            all.members.add(subscription);
            return all;
        });
        open.incrementAndGet();
        if (closing) {
            subscription.shut();
        }
        return subscription;
    }

    private void unsubscribe(String sessionId, Subscription subscription) {
        open.decrementAndGet();
        sessions.computeIfPresent(sessionId, (id, listeners) -> {
            listeners.members.remove(subscription);
            return listeners.members.isEmpty() ? null : listeners;
        });
    }

    /** The number of streams that follow a session on this replica. */
    int followersHere(String sessionId) {
        Listeners listeners = sessions.get(sessionId);
        return listeners == null ? 0 : listeners.members.size();
    }

    /** The number of streams that follow a session, including those that other replicas reported recently. */
    int followers(String sessionId) {
        Map<String, Report> others = elsewhere.getIfPresent(sessionId);
        return followersHere(sessionId)
                + (others == null
                        ? 0
                        : others.values().stream()
                                .filter(this::isRecent)
                                .mapToInt(Report::streams)
                                .sum());
    }

    /** Records how many streams of a session another replica has. */
    void followedElsewhere(String replica, String sessionId, int streams) {
        elsewhere.asMap().compute(sessionId, (id, known) -> {
            var all = new HashMap<>(known == null ? Map.of() : known);
            all.values().removeIf(report -> !isRecent(report));
            all.put(replica, new Report(streams, nanoTime.getAsLong()));
            return Map.copyOf(all);
        });
    }

    /** Each report expires by itself: a replica that died reports nothing more while others do. */
    private boolean isRecent(Report report) {
        return nanoTime.getAsLong() - report.at() < REMEMBER_OTHERS.toNanos();
    }

    /** The sessions with streams on this replica. */
    public Set<String> followed() {
        return Set.copyOf(sessions.keySet());
    }

    /** Wakes the streams of sessions that have new events in the log. */
    public void wake(Collection<String> sessionIds) {
        sessionIds.forEach(id -> {
            Listeners listeners = sessions.get(id);
            if (listeners != null) {
                listeners.members.forEach(Subscription::wake);
            }
        });
    }

    /** Wakes the streams of a session that have not sent its last event, whoever forgot to wake them. */
    void wakeBehind(String sessionId, long lastSeq) {
        Listeners listeners = sessions.get(sessionId);
        if (listeners != null) {
            listeners.members.forEach(member -> member.wakeIfBehind(lastSeq));
        }
    }

    /** Passes on a partial line; delivery is not guaranteed. */
    public void partial(String sessionId, PartialLine given) {
        PartialLine line = readable(given);
        if (line.text().isEmpty()) {
            return;
        }
        if (recent.asMap().putIfAbsent(sessionId, true) == null) {
            SessionEvent event = Events.partial(sessionId, line, clock.instant());
            pass(event);
            onPartial.accept(event);
        }
    }

    /** Without markers of what the patient shows, and without the beginning of one that is still being said. */
    private static PartialLine readable(PartialLine line) {
        return line.role() == Role.PATIENT
                ? new PartialLine(line.itemId(), line.role(), MediaMarkers.caption(line.text()))
                : line;
    }

    /** Passes a partial line to the session's followers on this replica. */
    void pass(SessionEvent partial) {
        Listeners listeners = sessions.get(partial.sessionId());
        PartialLine line = partial.partial();
        if (listeners != null && line != null) {
            var encodedOnce = new Subscription.Partial(partial, line);
            listeners.members.forEach(member -> member.offer(encodedOnce));
        }
    }

    /** Sets the listener that passes partial lines to other replicas. It must not block. */
    void onPartial(Consumer<SessionEvent> listener) {
        onPartial = listener;
    }

    /** Ends every stream, so that its reader reconnects to another replica or after the restart. */
    public void close() {
        closing = true;
        sessions.values().forEach(listeners -> listeners.members.forEach(Subscription::shut));
    }

    /** How many streams of a session another replica has, and when it said so. */
    private record Report(int streams, long at) {}

    private static final class Listeners {
        /** The oldest first. */
        private final CopyOnWriteArrayList<Subscription> members = new CopyOnWriteArrayList<>();

        /**
         * The oldest, because its reader may have gone. A page that often lost its connection must not be locked out by
         * its own dead streams, nor a student by observers who come and come. A reader that is still connected resumes
         * from its cursor.
         */
        private Subscription removeOldest(boolean observer) {
            Subscription oldest = members.stream()
                    .filter(member -> observer && member.observer())
                    .findFirst()
                    .orElseGet(members::getFirst);
            members.remove(oldest);
            return oldest;
        }
    }
}
