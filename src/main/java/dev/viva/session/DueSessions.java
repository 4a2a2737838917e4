package dev.viva.session;

import dev.viva.storage.Reads;
import dev.viva.storage.Transaction.Sql;
import java.util.List;

/** What every replica asks each second about all sessions. Times are milliseconds. */
public final class DueSessions {
    private static final Sql WITH_CALL =
            new Sql("SELECT " + SessionRow.COLUMNS + " FROM session WHERE state = 'open' AND call_id IS NOT NULL");

    private static final Sql ABANDONED = new Sql("""
            SELECT id FROM session
            WHERE state = 'open' AND call_id IS NOT NULL AND call_id <> 'direct' AND seen_at <= ?
            ORDER BY seen_at LIMIT ?
            """);

    private static final Sql TO_BE_WARNED = new Sql("""
            SELECT id FROM session
            WHERE state = 'open' AND warned_at IS NULL AND deadline_at <= ? ORDER BY deadline_at LIMIT ?
            """);

    private static final Sql PAST_DEADLINE =
            new Sql("SELECT id FROM session WHERE state = 'open' AND deadline_at <= ? ORDER BY deadline_at LIMIT ?");

    private static final Sql PAST_GRACE =
            new Sql("SELECT id FROM session WHERE state = 'ended' AND closes_at <= ? ORDER BY closes_at LIMIT ?");

    private DueSessions() {}

    /** Sessions with a live call. */
    public static List<Session> withCall(Reads reads) {
        return reads.all(WITH_CALL, SessionMapper::session);
    }

    /**
     * Sessions whose call had no activity since a time. Not calls that the browser created by itself: they cannot be
     * hung up, so they go on, and count, until the session ends.
     */
    public static List<String> abandoned(Reads reads, long before, int limit) {
        return ids(reads, ABANDONED, before, limit);
    }

    /** Open sessions that have not been warned, and whose deadline is by a time. */
    public static List<String> toBeWarned(Reads reads, long deadline, int limit) {
        return ids(reads, TO_BE_WARNED, deadline, limit);
    }

    /** Open sessions whose deadline has passed. */
    public static List<String> pastDeadline(Reads reads, long now, int limit) {
        return ids(reads, PAST_DEADLINE, now, limit);
    }

    /** Ended sessions that accept no more late lines. */
    public static List<String> pastGrace(Reads reads, long now, int limit) {
        return ids(reads, PAST_GRACE, now, limit);
    }

    private static List<String> ids(Reads reads, Sql sql, long time, int limit) {
        return reads.all(sql, row -> row.getString(1), time, limit);
    }
}
