package dev.viva.transcript;

import com.codahale.metrics.MetricRegistry;
import dev.viva.model.PartialLine;
import dev.viva.model.SessionEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Wakes those who follow a session. A stored event is never handed over here: a follower that is woken reads what it
 * has not seen from the log, so a slow one holds nothing up and misses nothing. Thread-safe.
 */
public final class EventHub {
    /** DESIGN: partial lines are passed on at most twice a second and session; the rest is dropped. */
    private static final Duration BETWEEN_PARTIALS = Duration.ofMillis(500);

    private final ConcurrentHashMap<String, Listeners> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final Clock clock;
    private volatile boolean closing;

    public EventHub(Clock clock, MetricRegistry metrics) {
        this.clock = clock;
        metrics.gauge("viva.streams.open", () -> open::get);
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
        Listeners listeners = sessions.get(sessionId);
        Instant now = clock.instant();
        if (listeners != null && listeners.takesPartial(now)) {
            SessionEvent event = Events.partial(sessionId, line, now);
            listeners.members.forEach(member -> member.offer(event));
        }
    }

    /** Ends every stream, so that its reader comes back to another process or to the next start. */
    public void close() {
        closing = true;
        sessions.values().forEach(listeners -> listeners.members.forEach(Subscription::shut));
    }

    private static final class Listeners {
        private final Set<Subscription> members = ConcurrentHashMap.newKeySet();
        private Instant lastPartial = Instant.MIN;

        private synchronized boolean takesPartial(Instant now) {
            if (lastPartial.equals(Instant.MIN) || !now.isBefore(lastPartial.plus(BETWEEN_PARTIALS))) {
                lastPartial = now;
                return true;
            }
            return false;
        }
    }
}
