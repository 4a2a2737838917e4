package dev.viva.erasure;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/**
 * What is erased beside a session's row and log, and which sessions are due. Times are milliseconds. The statements run
 * on SQLite and PostgreSQL.
 */
interface ErasureDao {
    /** A session that may be due. */
    record Ended(String id, long at) {}

    /** Closed sessions that ended at a time or before, the oldest first. */
    @SqlQuery("""
            SELECT id, ended_at AS at FROM session
            WHERE state = 'closed' AND erased_at IS NULL AND ended_at <= :until ORDER BY ended_at, id LIMIT :limit
            """)
    @RegisterConstructorMapper(Ended.class)
    List<Ended> endedUntil(long until, int limit);

    /** A session as a journal finds it. */
    record Found(String id, boolean erased) {}

    @SqlQuery("SELECT id, erased_at IS NOT NULL AS erased FROM session WHERE id IN (<ids>)")
    @RegisterConstructorMapper(Found.class)
    List<Found> find(@BindList List<String> ids);

    /** A session in the order of ids; the time of its erasure, or null. */
    record Listed(String id, @Nullable Long erasedAt) {}

    @SqlQuery("SELECT id, erased_at FROM session WHERE id > :id ORDER BY id LIMIT :limit")
    @RegisterConstructorMapper(Listed.class)
    List<Listed> after(String id, int limit);

    /** Which of the erased sessions have anything that an erasure removes. */
    @SqlQuery("""
            SELECT session_id FROM session_event WHERE session_id IN (<ids>)
            UNION SELECT session_id FROM idempotency_key WHERE session_id IN (<ids>)
            UNION SELECT session_id FROM awaited_answer WHERE session_id IN (<ids>)
            UNION SELECT session_id FROM note WHERE session_id IN (<ids>)
            UNION SELECT session_id FROM assessment WHERE session_id IN (<ids>)
            UNION SELECT session_id FROM reflection WHERE session_id IN (<ids>)
            UNION SELECT session_id FROM debrief_release WHERE session_id IN (<ids>)
            UNION SELECT session_id FROM exam_attempt WHERE session_id IN (<ids>)
            UNION SELECT session_id FROM review WHERE session_id IN (<ids>)
            UNION SELECT session_id FROM review_answer WHERE session_id IN (<ids>)
            UNION SELECT id FROM session
                  WHERE id IN (<ids>) AND COALESCE(participant_name, participant_group, owner, class_id) IS NOT NULL
            """)
    Set<String> withRowsLeft(@BindList List<String> ids);

    /** The hash of the key that created a session, while it is remembered. */
    @SqlQuery("SELECT key_hash FROM idempotency_key WHERE session_id = :session")
    Optional<String> key(String session);

    /** Removes a key, unless it belongs to another session by now. */
    @SqlUpdate("DELETE FROM idempotency_key WHERE key_hash = :hash AND session_id = :session")
    void removeKey(String hash, String session);

    /** Nobody answers a typed line that is erased. */
    @SqlUpdate("DELETE FROM awaited_answer WHERE session_id = :session")
    void removeAwaitedAnswers(String session);

    @SqlUpdate("DELETE FROM reflection WHERE session_id = :session")
    void removeReflection(String session);

    @SqlUpdate("DELETE FROM debrief_release WHERE session_id = :session")
    void removeRelease(String session);

    @SqlUpdate("DELETE FROM exam_attempt WHERE session_id = :session")
    void removeAttempt(String session);

    @SqlUpdate("DELETE FROM review_answer WHERE session_id = :session")
    void removeReviewAnswers(String session);

    @SqlUpdate("DELETE FROM review WHERE session_id = :session")
    void removeReviews(String session);

    /**
     * Ends calls that were never ended. They may still run: an erasure may have failed after its entry in the journal. So
     * they are hung up, and so are those whose hang-up waits for the session's end, by the replica that looks first.
     *
     * <p>Those without a call at the provider are only ended (see {@code Session.CallRef.isReachable}).
     *
     * @param at when they ended
     * @param now when they are to be hung up
     */
    @SqlUpdate("""
            UPDATE voice_call
            SET ended_at = COALESCE(ended_at, :at),
                hang_up_at = CASE WHEN provider_id = 'direct' OR provider_id LIKE 'text!_%' ESCAPE '!'
                                  THEN NULL ELSE CAST(:now AS BIGINT) END
            WHERE session_id = :session AND provider_id IS NOT NULL AND (ended_at IS NULL OR hang_up_at > :now)
            """)
    void endCalls(String session, long at, long now);

    /** How many bytes of a journal were applied to this database. */
    @SqlQuery("SELECT applied FROM erasure_journal WHERE id = :journal")
    Optional<Long> applied(String journal);

    @SqlUpdate("""
            INSERT INTO erasure_journal (id, applied) VALUES (:journal, :bytes)
            ON CONFLICT (id) DO UPDATE SET applied = excluded.applied
            """)
    void setApplied(String journal, long bytes);
}
