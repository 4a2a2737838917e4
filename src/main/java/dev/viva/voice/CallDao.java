package dev.viva.voice;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The table of calls; {@link CallRow} has what making a call writes. Times in milliseconds. */
interface CallDao {
    /** Removes a call that was not created. */
    @SqlUpdate("DELETE FROM voice_call WHERE session_id = :session AND number = :number AND provider_id IS NULL")
    void forget(String session, int number);

    /** Makes the hang-ups due that were postponed to the session's end. */
    @SqlUpdate("UPDATE voice_call SET hang_up_at = :at WHERE session_id = :session AND hang_up_at > :at")
    void hangUpNow(String session, long at);

    /** The number of hang-ups that are due by a time. */
    @SqlQuery("SELECT COUNT(*) FROM voice_call WHERE hang_up_at <= :until AND provider_id IS NOT NULL")
    int queued(long until);

    @SqlQuery("SELECT started_at FROM voice_call WHERE session_id = :session AND number = :number")
    long startedAt(String session, int number);

    /**
     * Adds the tokens that the provider reports for a response. While two replicas follow a call, both add them: the
     * budget is then reached too early, never too late. To store each response once would cost a row for each.
     */
    @SqlUpdate("""
            UPDATE voice_call SET tokens = tokens + :tokens WHERE session_id = :session AND provider_id = :id
            """)
    void use(String session, String id, long tokens);

    /** The number of the session's live calls: 0 or 1. A call that is being created is not live yet. */
    @SqlQuery("""
            SELECT COUNT(*) FROM voice_call WHERE session_id = :session AND ended_at IS NULL AND provider_id IS NOT NULL
            """)
    int live(String session);

    /**
     * Usage since a time.
     *
     * @param live calls that are live; a call whose replica died while creating it counts only as long as creating
     *     takes
     * @param calls the calls that began
     * @param millis the duration of the calls, of live calls until now
     * @param tokens the tokens of the calls that began
     */
    record Used(int live, int calls, long millis, long tokens) {}

    @SqlQuery("""
            SELECT
              (SELECT COUNT(*) FROM voice_call
               WHERE ended_at IS NULL AND (provider_id IS NOT NULL OR started_at > :createdAfter)) AS live,
              (SELECT COUNT(*) FROM voice_call WHERE started_at >= :since) AS calls,
              (SELECT COALESCE(SUM(COALESCE(ended_at, :now)
                                   - CASE WHEN started_at > :since THEN started_at ELSE :since END), 0)
               FROM voice_call
               WHERE started_at > :earliest AND provider_id IS NOT NULL
                 AND (ended_at IS NULL OR ended_at > :since)) AS millis,
              (SELECT COALESCE(SUM(tokens), 0) FROM voice_call WHERE started_at >= :since) AS tokens
            """)
    @RegisterConstructorMapper(Used.class)
    Used used(long createdAfter, long earliest, long since, long now);
}
