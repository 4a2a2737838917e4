package dev.viva.encounter;

import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Which request and key created which session. Times are milliseconds. The statements run on SQLite and PostgreSQL. */
@RegisterConstructorMapper(IdempotencyDao.Row.class)
interface IdempotencyDao {
    /** The meaning of a key: the hash of its request's body, and the session that it created. */
    record Row(String bodyHash, String sessionId) {}

    /**
     * Claims a key for a session. Returns 0, and changes nothing, when the key is taken, also by another replica just
     * now. A key that was claimed at {@code until} or earlier has expired and is free.
     */
    @SqlUpdate("""
            INSERT INTO idempotency_key (key_hash, body_hash, session_id, created_at)
            VALUES (:hash, :body, :session, :at)
            ON CONFLICT (key_hash) DO UPDATE
            SET body_hash = excluded.body_hash, session_id = excluded.session_id, created_at = excluded.created_at
            WHERE idempotency_key.created_at <= :until
            """)
    int claim(String hash, String body, String session, long at, long until);

    @SqlQuery("SELECT body_hash, session_id FROM idempotency_key WHERE key_hash = :hash AND created_at > :since")
    Optional<Row> find(String hash, long since);

    @SqlUpdate("DELETE FROM idempotency_key WHERE created_at <= :until")
    int removeExpired(long until);
}
