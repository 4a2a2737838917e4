package dev.viva.voice;

import dev.viva.session.DueSessions;
import dev.viva.session.RecentActivity;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.storage.Sweep;
import dev.viva.transcript.EventHub;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Finds calls without activity. Activity is speech in the call, a request with the session's grant, or a follower of
 * the session. Each replica stores the activity it sees, so that any replica can find an abandoned call. All go by
 * PostgreSQL's clock, else a replica whose own clock is wrong would hang up the calls of every replica. Used on the
 * reconciler's thread only.
 */
final class AbandonedCalls {
    private static final int MAX_ABANDONED = 500;

    private final Database database;
    private final RecentActivity activity;
    private final EventHub hub;
    private final Duration abandonAfter;
    private final Clock clock;
    private final Clock machine;
    /** The number of each session's live call at the last poll. */
    private Map<String, Integer> calls = Map.of();

    private final Map<String, Instant> lastStored = new HashMap<>();
    private final Set<String> pending = new HashSet<>();
    private Instant pausedUntil = Instant.MIN;

    /** @param number the call's: the session may get a newer one meanwhile, whose start another clock has stamped */
    record Abandoned(String sessionId, int number) {}

    /** @param machine this machine's clock, which the service's own is unless a test replaces it */
    AbandonedCalls(
            Database database,
            RecentActivity activity,
            EventHub hub,
            CallsConfiguration config,
            Clock clock,
            Clock machine) {
        this.database = database;
        this.activity = activity;
        this.hub = hub;
        this.abandonAfter = config.abandonAfter().toJavaDuration();
        this.clock = clock;
        this.machine = machine;
    }

    /**
     * Stores the activity of these sessions, each a few times within {@code calls.abandon_after}.
     *
     * @return by PostgreSQL's clock: a call without activity since then is abandoned; other replicas may store activity
     *     a little late
     */
    Instant note(List<Session> live) {
        Set<String> seen = activity.take(); // in any case, or it would grow for ever
        if (abandonAfter.isZero()) {
            return Instant.EPOCH;
        }
        pending.addAll(seen);
        pending.addAll(hub.followed());
        lookForNew(live);
        pending.retainAll(calls.keySet());
        lastStored.keySet().retainAll(calls.keySet());
        Instant now = now();
        Instant due = now.minus(slack());
        Sweep.forEachIsolated(List.copyOf(pending), id -> {
            Instant last = lastStored.get(id);
            if (last == null || !last.isAfter(due)) {
                store(id, now);
            }
        });
        return now.minus(abandonAfter).minus(slack());
    }

    /**
     * A call that is new to this replica counts as active. If this replica was stopped, it saw no activity; and the
     * replica that made the call stored its start by its own clock.
     */
    private void lookForNew(List<Session> live) {
        Map<String, Integer> before = calls;
        calls = new HashMap<>();
        for (Session session : live) {
            int number = session.call().number();
            calls.put(session.id(), number);
            if (!Objects.equals(before.get(session.id()), number)) {
                pending.add(session.id());
                lastStored.remove(session.id());
            }
        }
    }

    /** The time by PostgreSQL's clock; by this machine's with SQLite, which one replica alone can use. */
    private Instant now() {
        Optional<Instant> there = calls.isEmpty() ? Optional.empty() : database.serverTime();
        Duration ahead =
                there.map(time -> Duration.between(time, machine.instant())).orElse(Duration.ZERO);
        return clock.instant().minus(ahead);
    }

    private void store(String id, Instant now) {
        database.commits().run(id, transaction -> {
            transaction.dao(SessionDao.class).seen(id, now.toEpochMilli());
        });
        lastStored.put(id, now);
        pending.remove(id);
    }

    private Duration slack() {
        return abandonAfter.dividedBy(4);
    }

    /** A poll failed, perhaps on other replicas too: waits until each has stored its activity. */
    void pollFailed() {
        pausedUntil = clock.instant().plus(slack());
    }

    /** Calls that had no activity since {@code bound}. */
    List<Abandoned> abandoned(Instant bound) {
        if (clock.instant().isBefore(pausedUntil)) {
            return List.of();
        }
        return DueSessions.abandoned(database.reads(), bound.toEpochMilli(), MAX_ABANDONED).stream()
                .filter(calls::containsKey)
                .map(id -> new Abandoned(id, calls.getOrDefault(id, 0)))
                .toList();
    }
}
