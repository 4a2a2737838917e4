package dev.viva.transcript;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.viva.model.PartialLine;
import dev.viva.model.SessionEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Wakes those who follow a session. A stored event is never handed over here: a follower that is woken reads what it
 * has not seen from the log, so a slow one holds nothing up and misses nothing. Thread-safe.
 */
public final class EventHub {
    /** DESIGN: partial lines are passed on at most twice a second and session; the rest is dropped. */
    private static final Duration BETWEEN_PARTIALS = Duration.ofMillis(500);

    /** Beyond so many sessions in which somebody speaks at once, some may have more than two a second. */
    private static final int MOST_SPEAKING = 100_000;

    private final ConcurrentHashMap<String, Listeners> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final Timer delay;
    private final Clock clock;
    private final Cache<String, Boolean> recent; // sessions that had a partial line of late
    private volatile Consumer<SessionEvent> onPartial = event -> {};
    private volatile boolean closing;

    public EventHub(Clock clock, MetricRegistry metrics) {
        this.clock = clock;
        this.recent = Caffeine.newBuilder()
                .expireAfterWrite(BETWEEN_PARTIALS)
                .maximumSize(MOST_SPEAKING)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
        metrics.gauge("viva.streams.open", () -> open::get);
        this.delay = metrics.timer("viva.streams.delay");
    }

    /** A stream has sent what it was woken for, at that {@link System#nanoTime}. */
    void sent(long wokenAt) {
        delay.update(System.nanoTime() - wokenAt, TimeUnit.NANOSECONDS);
    }

    Subscription subscribe(String sessionId) {
        var subscription = new Subscription(left -> leave(sessionId, left));
        sessions.compute(sessionId, (id, listeners) -> {
            Listeners all = listeners == null ? new Listeners() : listeners;
            all.members.add(subscription);
            return all;
        });
        open.incrementAndGet();
        if (closing) {
            subscription.shut();
        }
        return subscription;
    }

    private void leave(String sessionId, Subscription subscription) {
        sessions.computeIfPresent(sessionId, (id, listeners) -> {
            if (listeners.members.remove(subscription)) {
                open.decrementAndGet();
            }
            return listeners.members.isEmpty() ? null : listeners;
        });
    }

    /** The sessions that somebody follows here. */
    public Set<String> followed() {
        return Set.copyOf(sessions.keySet());
    }

    /** Says that these sessions have new events in the log. */
    public void wake(Collection<String> sessionIds) {
        sessionIds.forEach(id -> {
            Listeners listeners = sessions.get(id);
            if (listeners != null) {
                listeners.members.forEach(Subscription::wake);
            }
        });
    }

    /** Passes on a line that is still being said; nobody is owed it. */
    public void partial(String sessionId, PartialLine line) {
        if (recent.asMap().putIfAbsent(sessionId, true) == null) {
            SessionEvent event = Events.partial(sessionId, line, clock.instant());
            pass(event);
            onPartial.accept(event);
        }
    }

    /** Hands such a line to those who follow its session here. */
    void pass(SessionEvent partial) {
        Listeners listeners = sessions.get(partial.sessionId());
        if (listeners != null) {
            listeners.members.forEach(member -> member.offer(partial));
        }
    }

    /** What hears each line that is passed on, to pass it on elsewhere. It must not block. */
    void onPartial(Consumer<SessionEvent> listener) {
        onPartial = listener;
    }

    /** Ends every stream, so that its reader comes back to another process or to the next start. */
    public void close() {
        closing = true;
        sessions.values().forEach(listeners -> listeners.members.forEach(Subscription::shut));
    }

    private static final class Listeners {
        private final Set<Subscription> members = ConcurrentHashMap.newKeySet();
    }
}
