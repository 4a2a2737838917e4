package dev.viva.typed;

import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The table of typed lines that await an answer. It contains ids and no text. Times in milliseconds. */
interface AnswerDao {
    /**
     * A line that awaits an answer.
     *
     * @param tries the number of tries to answer it
     * @param takenUntil when its claim expires; until then only its claimant may answer it
     */
    record Awaited(String itemId, int tries, long takenUntil) {}

    @SqlUpdate("""
            INSERT INTO awaited_answer (session_id, item_id, seq, tries, taken_until)
            VALUES (:session, :item, :seq, 0, 0) ON CONFLICT DO NOTHING
            """)
    void await(String session, String item, long seq);

    /** A session's awaiting lines, oldest first. */
    @SqlQuery("SELECT item_id, tries, taken_until FROM awaited_answer WHERE session_id = :session ORDER BY seq")
    @RegisterConstructorMapper(Awaited.class)
    List<Awaited> of(String session);

    @SqlUpdate("""
            UPDATE awaited_answer SET taken_by = :by, taken_until = :until, tries = tries + 1
            WHERE session_id = :session AND item_id = :item
            """)
    void take(String session, String item, String by, long until);

    /** Lets any replica try again from a given time. */
    @SqlUpdate("""
            UPDATE awaited_answer SET taken_by = NULL, taken_until = :until
            WHERE session_id = :session AND item_id = :item AND taken_by = :by
            """)
    void release(String session, String item, String by, long until);

    @SqlUpdate("""
            UPDATE awaited_answer SET taken_until = :until
            WHERE session_id = :session AND item_id = :item AND taken_by = :by
            """)
    void renew(String session, String item, String by, long until);

    /** Whether a replica is the line's latest claimant, and the line still awaits its answer. */
    @SqlQuery("""
            SELECT COUNT(*) > 0 FROM awaited_answer
            WHERE session_id = :session AND item_id = :item AND taken_by = :by
            """)
    boolean claims(String session, String item, String by);

    /**
     * Returns the number of rows removed: 0 if another replica has claimed the line, or if it no longer awaits an
     * answer.
     */
    @SqlUpdate("DELETE FROM awaited_answer WHERE session_id = :session AND item_id = :item AND taken_by = :by")
    int done(String session, String item, String by);

    /** Removes a line that is not claimed now. */
    @SqlUpdate("""
            DELETE FROM awaited_answer WHERE session_id = :session AND item_id = :item AND taken_until <= :now
            """)
    void withdraw(String session, String item, long now);

    /** Removes lines from before a place in the log that are not claimed now. */
    @SqlUpdate("""
            DELETE FROM awaited_answer WHERE session_id = :session AND seq < :seq AND taken_until <= :now
            """)
    void withdrawBefore(String session, long seq, long now);

    /** Removes a session's lines that are not claimed now. */
    @SqlUpdate("DELETE FROM awaited_answer WHERE session_id = :session AND taken_until <= :now")
    void withdrawAll(String session, long now);
}
