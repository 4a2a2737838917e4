package dev.viva.transcript;

import dev.viva.storage.Reads;
import dev.viva.storage.Transaction.Sql;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** The log's table. A payload is the event in the contract's JSON, so it is sent as it was stored. */
@RegisterConstructorMapper(EventDao.Row.class)
interface EventDao {
    Sql AFTER = new Sql("""
            SELECT seq, type, payload FROM session_event WHERE session_id = ? AND seq > ? ORDER BY seq LIMIT ?
            """);

    /** One stored event: its sequence number, type and JSON. */
    record Row(long seq, String type, String payload) {}

    /** Returns the number of rows stored: 0 if the line is stored already. */
    @SqlUpdate("""
            INSERT INTO session_event (session_id, seq, type, item_id, payload, created_at)
            VALUES (:session, :seq, :type, :item, :payload, :at)
            ON CONFLICT DO NOTHING
            """)
    int insert(String session, long seq, String type, @Nullable String item, String payload, long at);

    @SqlUpdate("DELETE FROM session_event WHERE session_id = :session")
    void erase(String session);

    @SqlQuery("""
            SELECT seq, type, payload FROM session_event
            WHERE session_id = :session AND item_id = :item AND type = 'turn'
            """)
    Optional<Row> turn(String session, String item);

    /** The transcription error of an item. */
    @SqlQuery("""
            SELECT seq, type, payload FROM session_event
            WHERE session_id = :session AND item_id = :item AND type = 'transcript_error'
            """)
    Optional<Row> error(String session, String item);

    /** The warning about a response, which its {@code item_id} names. Rare: it reads the session's whole log. */
    @SqlQuery("""
            SELECT seq, type, payload FROM session_event
            WHERE session_id = :session AND item_id = :response AND type = 'warning'
            """)
    Optional<Row> warning(String session, @Nullable String response);

    /** The examination that an item is. */
    @SqlQuery("""
            SELECT seq, type, payload FROM session_event
            WHERE session_id = :session AND item_id = :item AND type = 'examination'
            """)
    Optional<Row> examination(String session, String item);

    /** A session's examinations, found like {@link #revisions} in an index of few entries. */
    @SqlQuery("""
            SELECT seq, type, payload FROM session_event
            WHERE session_id = :session AND type = 'examination' AND item_id > '' AND +seq <= :to ORDER BY +seq
            """)
    List<Row> examinations(String session, long to);

    /**
     * The latest revision of a line. Sorted by {@code +seq}; otherwise SQLite reads the session's whole log backwards
     * to avoid the sort.
     */
    @SqlQuery("""
            SELECT seq, type, payload FROM session_event
            WHERE session_id = :session AND item_id = :item AND type = 'turn_revised' ORDER BY +seq DESC LIMIT 1
            """)
    Optional<Row> revision(String session, String item);

    /**
     * A session's revisions. {@code item_id > ''} is true for every item, and {@code +seq} matches no index column.
     * Both make SQLite read the few entries of {@code session_event_revision} instead of the session's whole log.
     */
    @SqlQuery("""
            SELECT seq, type, payload FROM session_event
            WHERE session_id = :session AND type = 'turn_revised' AND item_id > '' AND +seq <= :to ORDER BY +seq
            """)
    List<Row> revisions(String session, long to);

    /** Each stream asks this for each event, so it needs no DAO. */
    static List<Row> after(Reads reads, String session, long after, int limit) {
        return reads.all(
                AFTER,
                row -> new Row(row.getLong("seq"), row.getString("type"), row.getString("payload")),
                session,
                after,
                limit);
    }

    @SqlQuery("""
            SELECT seq, type, payload FROM session_event
            WHERE session_id = :session AND type = 'turn' AND seq > :after AND seq <= :to ORDER BY seq LIMIT :limit
            """)
    List<Row> turns(String session, long after, long to, int limit);

    /** When the session's phases began. Needed only for lines of an earlier version: it reads the session's whole log. */
    @SqlQuery("""
            SELECT seq, type, payload FROM session_event
            WHERE session_id = :session AND type = 'phase' ORDER BY seq
            """)
    List<Row> phases(String session);

    /** The last line of each of some sessions, as it is shown: its latest revision, if it was revised. */
    @SqlQuery("""
            SELECT line.seq, line.type, COALESCE((
                SELECT revised.payload FROM session_event revised
                WHERE revised.session_id = line.session_id AND revised.item_id = line.item_id
                  AND revised.type = 'turn_revised' ORDER BY +revised.seq DESC LIMIT 1), line.payload) AS payload
            FROM session JOIN session_event line ON line.session_id = session.id AND line.seq = (
                SELECT latest.seq FROM session_event latest
                WHERE latest.session_id = session.id AND latest.type = :type ORDER BY latest.seq DESC LIMIT 1)
            WHERE session.id IN (<sessions>)
            """)
    List<Row> lastOf(@BindList List<String> sessions, String type);

    @SqlQuery("""
            SELECT seq, type, payload FROM session_event
            WHERE session_id = :session AND type = :type ORDER BY seq DESC LIMIT 1
            """)
    Optional<Row> latest(String session, String type);
}
