package dev.viva.voice;

import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** The table of calls. Times in milliseconds. */
interface CallDao {
    /** Lets one transaction at a time decide about places, on all replicas. */
    @SqlUpdate("UPDATE gate SET passed = passed + 1 WHERE name = 'budget'")
    void alone();

    /** A call that is about to be made; it counts from now on. */
    @SqlUpdate("INSERT INTO voice_call (session_id, number, started_at) VALUES (:session, :number, :at)")
    void reserve(String session, int number, long at);

    @SqlUpdate("UPDATE voice_call SET provider_id = :id WHERE session_id = :session AND number = :number")
    void made(String session, int number, String id);

    /** A call that was not made after all. */
    @SqlUpdate("DELETE FROM voice_call WHERE session_id = :session AND number = :number AND provider_id IS NULL")
    void forget(String session, int number);

    /** @param hangUpAt when it is to be hung up if nobody has by then; null when that is not to be done */
    @SqlUpdate("""
            UPDATE voice_call SET ended_at = :at, hang_up_at = :hangUpAt
            WHERE session_id = :session AND number = :number AND ended_at IS NULL
            """)
    void end(String session, int number, long at, @Nullable Long hangUpAt);

    /** Calls that somebody was to hang up and has not. */
    @SqlQuery("""
            SELECT session_id, number, provider_id FROM voice_call
            WHERE hang_up_at <= :now AND provider_id IS NOT NULL ORDER BY hang_up_at LIMIT :most
            """)
    @RegisterConstructorMapper(Calls.Over.class)
    List<Calls.Over> left(long now, int most);

    /** Puts a call's hanging up off, or with null says that it is done. */
    @SqlUpdate("UPDATE voice_call SET hang_up_at = :at WHERE session_id = :session AND number = :number")
    void hangUp(String session, int number, @Nullable Long at);

    /** Calls of an ending session whose hang-up was put off to its end. */
    @SqlUpdate("UPDATE voice_call SET hang_up_at = :at WHERE session_id = :session AND hang_up_at > :at")
    void hangUpNow(String session, long at);

    /** How many calls are to be hung up until a time. */
    @SqlQuery("SELECT COUNT(*) FROM voice_call WHERE hang_up_at <= :until AND provider_id IS NOT NULL")
    int queued(long until);

    @SqlQuery("SELECT started_at FROM voice_call WHERE session_id = :session AND number = :number")
    long startedAt(String session, int number);

    /** What began before is over at the provider as well. */
    @SqlUpdate("UPDATE voice_call SET hang_up_at = NULL WHERE hang_up_at IS NOT NULL AND started_at < :before")
    void forgetOver(long before);

    @SqlQuery("SELECT COALESCE(MAX(number), 0) + 1 FROM voice_call WHERE session_id = :session")
    int nextNumber(String session);

    /** What the provider reports that an answer took. */
    @SqlUpdate("""
            UPDATE voice_call SET tokens = tokens + :tokens WHERE session_id = :session AND provider_id = :id
            """)
    void use(String session, String id, long tokens);

    /**
     * What was used.
     *
     * @param live calls that are up; one that was being made when its process died counts no longer than its making may
     *     take
     * @param calls begun since a time
     * @param millis that calls lasted since that time, those that are up until now
     * @param tokens of the calls begun since that time
     */
    record Used(int live, int calls, long millis, long tokens) {}

    @SqlQuery("""
            SELECT
              (SELECT COUNT(*) FROM voice_call
               WHERE ended_at IS NULL AND (provider_id IS NOT NULL OR started_at > :madeAfter)) AS live,
              (SELECT COUNT(*) FROM voice_call WHERE started_at >= :since) AS calls,
              (SELECT COALESCE(SUM(COALESCE(ended_at, :now)
                                   - CASE WHEN started_at > :since THEN started_at ELSE :since END), 0)
               FROM voice_call
               WHERE started_at > :earliest AND provider_id IS NOT NULL
                 AND (ended_at IS NULL OR ended_at > :since)) AS millis,
              (SELECT COALESCE(SUM(tokens), 0) FROM voice_call WHERE started_at >= :since) AS tokens
            """)
    @RegisterConstructorMapper(Used.class)
    Used used(long madeAfter, long earliest, long since, long now);
}
