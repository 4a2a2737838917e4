package dev.viva.voice;

import dev.viva.session.RecentActivity;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
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
 * Whether anybody is still there in a call: something is said in it, somebody uses the session's grant, or follows it.
 * What each process sees is kept with the session, so that any of them can tell. Used by the reconciler's thread alone.
 */
final class AbandonedCalls {
    private static final int MAX_ABANDONED = 500;

    private final Database database;
    private final RecentActivity activity;
    private final EventHub hub;
    private final Duration abandonAfter;
    private final Clock clock;
    private final Map<String, Instant> written = new HashMap<>();
    private final Set<String> pending = new HashSet<>();
    private boolean first = true;
    private Instant patientUntil = Instant.MIN;

    AbandonedCalls(Database database, RecentActivity activity, EventHub hub, CallsConfiguration config, Clock clock) {
        this.database = database;
        this.activity = activity;
        this.hub = hub;
        this.abandonAfter = config.abandonAfter().toJavaDuration();
        this.clock = clock;
    }

    /**
     * Keeps who was seen of these sessions; each is written a few times within the time that makes it abandoned.
     *
     * @return until when somebody must have been seen; what other processes saw may be written a little late
     */
    Instant note(List<Session> up) {
        Instant now = clock.instant();
        if (abandonAfter.isZero()) {
            return Instant.EPOCH;
        }
        Set<String> ids = new HashSet<>();
        up.forEach(session -> ids.add(session.id()));
        pending.addAll(activity.take());
        pending.addAll(hub.followed());
        if (first) {
            pending.addAll(ids); // while this process was down nobody looked
        }
        first = false;
        pending.retainAll(ids);
        written.keySet().retainAll(ids);
        Instant due = now.minus(slack());
        for (String id : List.copyOf(pending)) {
            Instant last = written.get(id);
            if (last == null || !last.isAfter(due)) {
                write(id, now);
            }
        }
        return now.minus(abandonAfter).minus(slack());
    }

    private void write(String id, Instant now) {
        database.commits()
                .run(id, transaction -> transaction.dao(SessionDao.class).seen(id, now.toEpochMilli()));
        written.put(id, now);
        pending.remove(id);
    }

    private Duration slack() {
        return abandonAfter.dividedBy(4);
    }

    /** A look failed, and those of others may have: each first says whom it saw, before anybody is taken for gone. */
    void missed() {
        patientUntil = clock.instant().plus(slack());
    }

    /** Sessions in whose call nobody was seen since a time. */
    List<String> abandoned(Instant bound) {
        if (clock.instant().isBefore(patientUntil)) {
            return List.of();
        }
        return database.read()
                .withExtension(SessionDao.class, sessions -> sessions.abandoned(bound.toEpochMilli(), MAX_ABANDONED));
    }
}
