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
import java.util.Set;

/**
 * Finds calls without activity. Activity is speech in the call, a request with the session's grant, or a follower of
 * the session. Each replica stores the activity it sees, so that any replica can find an abandoned call. Used on the
 * reconciler's thread only.
 */
final class AbandonedCalls {
    private static final int MAX_ABANDONED = 500;

    private final Database database;
    private final RecentActivity activity;
    private final EventHub hub;
    private final Duration abandonAfter;
    private final Clock clock;
    private final Map<String, Instant> lastStored = new HashMap<>();
    private final Set<String> pending = new HashSet<>();
    private boolean firstPoll = true;
    private Instant pausedUntil = Instant.MIN;

    AbandonedCalls(Database database, RecentActivity activity, EventHub hub, CallsConfiguration config, Clock clock) {
        this.database = database;
        this.activity = activity;
        this.hub = hub;
        this.abandonAfter = config.abandonAfter().toJavaDuration();
        this.clock = clock;
    }

    /**
     * Stores the activity of these sessions, each a few times within {@code calls.abandon_after}.
     *
     * @return a call without activity since then is abandoned; other replicas may store activity a little late
     */
    Instant note(List<Session> live) {
        Instant now = clock.instant();
        Set<String> seen = activity.take(); // in any case, or it would grow for ever
        if (abandonAfter.isZero()) {
            return Instant.EPOCH;
        }
        Set<String> ids = new HashSet<>();
        live.forEach(session -> ids.add(session.id()));
        pending.addAll(seen);
        pending.addAll(hub.followed());
        if (firstPoll) {
            pending.addAll(ids); // this replica saw no activity while it was stopped
        }
        firstPoll = false;
        pending.retainAll(ids);
        lastStored.keySet().retainAll(ids);
        Instant due = now.minus(slack());
        Sweep.forEachIsolated(List.copyOf(pending), id -> {
            Instant last = lastStored.get(id);
            if (last == null || !last.isAfter(due)) {
                store(id, now);
            }
        });
        return now.minus(abandonAfter).minus(slack());
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

    /** Sessions whose call had no activity since {@code bound}. */
    List<String> abandoned(Instant bound) {
        if (clock.instant().isBefore(pausedUntil)) {
            return List.of();
        }
        return DueSessions.abandoned(database.reads(), bound.toEpochMilli(), MAX_ABANDONED);
    }
}
