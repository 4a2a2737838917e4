package dev.viva.audit;

import dev.viva.model.AuditAction;
import dev.viva.model.AuditEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** The audit table. Times are milliseconds. The statements run on SQLite and PostgreSQL. */
@RegisterRowMapper(AuditDao.Mapper.class)
interface AuditDao {
    /** An entry with its id, which orders entries of one millisecond. */
    record Row(String id, AuditEntry entry) {}

    @SqlUpdate("""
            INSERT INTO audit (id, at, actor, action, operation, session_id, exam_id, request_id)
            VALUES (:id, :at, :actor, :action, :operation, :session, :exam, :request)
            """)
    void insert(
            String id,
            long at,
            String actor,
            String action,
            String operation,
            @Nullable String session,
            @Nullable String exam,
            @Nullable String request);

    @SqlUpdate("UPDATE audit SET exam_id = :exam WHERE id = :id")
    void nameExam(String id, String exam);

    /** The entries of a session include those of its exam. */
    @SqlQuery("""
            SELECT * FROM audit
            WHERE (CAST(:session AS TEXT) IS NULL OR session_id = :session
                   OR exam_id = (SELECT exam_id FROM session WHERE id = :session)) AND at >= :from AND at < :before
              AND (at, id) < (:placeAt, :placeId)
            ORDER BY at DESC, id DESC LIMIT :count
            """)
    List<Row> page(@Nullable String session, long from, long before, long placeAt, String placeId, int count);

    /** The time of the oldest entry. */
    @SqlQuery("SELECT at FROM audit ORDER BY at, id LIMIT 1")
    Optional<Long> oldest();

    /** Removes the oldest entries before a time; returns how many. */
    @SqlUpdate("DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < :before ORDER BY at, id LIMIT :limit)")
    int forget(long before, int limit);

    /** A row as an entry. */
    final class Mapper implements RowMapper<Row> {
        @Override
        public Row map(ResultSet row, StatementContext context) throws SQLException {
            return new Row(
                    row.getString("id"),
                    new AuditEntry(
                            Instant.ofEpochMilli(row.getLong("at")),
                            row.getString("actor"),
                            AuditAction.fromValue(row.getString("action")),
                            row.getString("operation"),
                            row.getString("session_id"),
                            row.getString("exam_id"),
                            row.getString("request_id")));
        }
    }
}
