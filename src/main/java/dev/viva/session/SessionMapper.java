package dev.viva.session;

import dev.viva.model.Phase;
import dev.viva.model.SessionState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** A row of the session table as a {@link Session}. */
public final class SessionMapper implements RowMapper<Session> {
    @Override
    public Session map(ResultSet row, StatementContext context) throws SQLException {
        return session(row);
    }

    static Session session(ResultSet row) throws SQLException {
        return new Session(
                row.getString("id"),
                new Session.Subject(
                        row.getString("scenario_id"),
                        row.getString("persona_id"),
                        row.getString("role_id"),
                        row.getString("input_language"),
                        row.getString("reply_language"),
                        row.getString("case_digest"),
                        participant(row.getString("participant_name"), row.getString("participant_group"))),
                SessionState.fromValue(row.getString("state")),
                Phase.fromValue(row.getString("phase")),
                row.getLong("last_seq"),
                new Session.Times(
                        Instant.ofEpochMilli(row.getLong("created_at")),
                        Instant.ofEpochMilli(row.getLong("deadline_at")),
                        time(row, "ended_at"),
                        time(row, "closes_at"),
                        time(row, "closed_at")),
                new Session.CallRef(row.getString("call_id"), row.getInt("call_number")),
                new Session.Admission(
                        row.getString("owner"),
                        row.getString("class_id"),
                        row.getString("consent_version"),
                        row.getString("exam_id"),
                        row.getInt("ai_review") != 0));
    }

    private static Session.@Nullable Participant participant(@Nullable String name, @Nullable String group) {
        return name == null && group == null ? null : new Session.Participant(name, group);
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
