package dev.viva.storage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What the service wrote at a schema version: the original SQL, unchanged even if the present service differs. A
 * migration that breaks one of these statements cannot be deployed while that version is running.
 *
 * @param schema the number of its last migration
 * @param at when it writes, in milliseconds
 */
public record EarlierVersion(int schema, long at) {
    /** The digest of the two unrevised lines of a session. */
    static final String DIGEST = "69455a7ba64bb2f33343352397de1e5edc1a618190afacb3bdfeb0e7447863e6";

    private static final long HOUR = 3_600_000;

    /** An open session with two lines; on schemas with revisions the first one is revised. */
    public void open(Handle sql, String id) throws Exception {
        begin(sql, id, at);
        if (schema >= 2) {
            long seq = next(sql, id);
            event(sql, id, seq, "turn_revised", "a", turn(1, "a", "student", "Hello there"));
        }
        if (schema >= 6) {
            error(sql, id);
        }
        if (schema >= 11) {
            sql.execute("""
                    INSERT INTO awaited_answer (session_id, item_id, seq, tries, taken_until)
                    VALUES (?, 'a', 1, 0, 0) ON CONFLICT DO NOTHING
                    """, id);
            sql.execute(
                    "DELETE FROM awaited_answer WHERE session_id = ? AND item_id = 'a' AND taken_until <= ?", id, at);
        }
    }

    /** An ended session that is due to be closed. */
    void ended(Handle sql, String id) throws Exception {
        begin(sql, id, at - HOUR);
        end(sql, id);
    }

    void closed(Handle sql, String id) throws Exception {
        begin(sql, id, at - HOUR);
        end(sql, id);
        long seq = sql.createQuery("UPDATE session SET last_seq = last_seq + 1 WHERE id = ? RETURNING last_seq")
                .bind(0, id)
                .mapTo(Long.class)
                .one();
        event(sql, id, seq, "closed", null, summary(seq, true));
        sql.execute("UPDATE session SET state = 'closed', closed_at = ? WHERE id = ?", at, id);
    }

    private void begin(Handle sql, String id, long created) throws Exception {
        String body;
        try (var file = EarlierVersion.class.getResourceAsStream("/schema/frozen-case.json")) {
            body = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        String digest = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8)));
        sql.execute(
                "INSERT INTO frozen_case (digest, body, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                digest,
                body,
                created);
        sql.execute("""
                INSERT INTO session (id, scenario_id, persona_id, role_id, input_language, reply_language, case_digest,
                                     state, phase, last_seq, created_at, deadline_at, call_number)
                VALUES (?, 'knee-after-football', 'hana-suzuki', NULL, NULL, NULL, ?, 'open', 'subjective', 0, ?, ?, 0)
                """, id, digest, created, created + HOUR * 2);
        if (schema >= 5) {
            sql.execute("""
                    INSERT INTO idempotency_key (key_hash, body_hash, session_id, created_at) VALUES (?, ?, ?, ?)
                    ON CONFLICT (key_hash) DO UPDATE
                    SET body_hash = excluded.body_hash, session_id = excluded.session_id,
                        created_at = excluded.created_at
                    WHERE idempotency_key.created_at <= ?
                    """, "key of " + id, "body of " + id, id, created, 0);
        }
        event(sql, id, next(sql, id), "turn", "a", turn(1, "a", "student", "Hello"));
        event(sql, id, next(sql, id), "turn", "b", turn(2, "b", "patient", "Good morning"));
        call(sql, id);
        sql.execute("UPDATE session SET phase = ? WHERE id = ?", "objective", id);
        event(sql, id, next(sql, id), "phase", null, "\"phase\":\"objective\"");
        if (schema >= 7) {
            sql.execute("INSERT INTO commit_mark (writer, number) VALUES (?, 0)", "writer of " + id);
            sql.execute("UPDATE commit_mark SET number = ? WHERE writer = ?", 1, "writer of " + id);
        }
    }

    private void call(Handle sql, String id) {
        if (schema >= 8) {
            sql.execute("UPDATE gate SET passed = passed + 1 WHERE name = 'budget'");
        }
        if (schema >= 3) {
            sql.execute("INSERT INTO voice_call (session_id, number, started_at) VALUES (?, ?, ?)", id, 1, at);
            sql.execute(
                    "UPDATE voice_call SET provider_id = ? WHERE session_id = ? AND number = ?", "rtc_" + id, id, 1);
        }
        setCall(sql, id, "rtc_" + id);
        event(sql, id, next(sql, id), "call_started", null, "\"call\":{\"call_number\":1}");
        if (schema >= 4) {
            sql.execute(
                    "UPDATE voice_call SET tokens = tokens + ? WHERE session_id = ? AND provider_id = ?",
                    120,
                    id,
                    "rtc_" + id);
            sql.execute("UPDATE session SET seen_at = ? WHERE id = ? AND call_id IS NOT NULL", at, id);
        }
        setCall(sql, id, null);
        if (schema >= 3) {
            sql.execute(
                    "UPDATE voice_call SET ended_at = ? WHERE session_id = ? AND number = ? AND ended_at IS NULL",
                    at,
                    id,
                    1);
        }
    }

    private void setCall(Handle sql, String id, @Nullable String call) {
        if (schema >= 4) {
            sql.execute("UPDATE session SET call_id = ?, call_number = ?, seen_at = ? WHERE id = ?", call, 1, at, id);
        } else {
            sql.execute("UPDATE session SET call_id = ?, call_number = ? WHERE id = ?", call, 1, id);
        }
    }

    private void error(Handle sql, String id) {
        event(
                sql,
                id,
                next(sql, id),
                "transcript_error",
                "e",
                "\"transcript_error\":{\"item_id\":\"e\",\"detail\":\"No words\"}");
    }

    private void end(Handle sql, String id) {
        long seq = next(sql, id);
        sql.execute(
                "UPDATE session SET state = 'ended', ended_at = ?, closes_at = ? WHERE id = ?", at - 20, at - 10, id);
        event(sql, id, seq, "ended", null, summary(seq, false));
        List<String> due = sql.createQuery(
                        "SELECT id FROM session WHERE state = 'ended' AND closes_at <= ? ORDER BY closes_at LIMIT ?")
                .bind(0, at)
                .bind(1, 1000)
                .mapTo(String.class)
                .list();
        if (!due.contains(id)) {
            throw new IllegalStateException("an ended session is not found by what closes it");
        }
    }

    private long next(Handle sql, String id) {
        return sql.createQuery("""
                        UPDATE session SET last_seq = last_seq + 1
                        WHERE id = ? AND (state = 'open' OR (state = 'ended' AND closes_at > ?))
                        RETURNING last_seq
                        """).bind(0, id).bind(1, at).mapTo(Long.class).one();
    }

    private void event(Handle sql, String id, long seq, String type, @Nullable String item, String content) {
        String payload = "{\"session_id\":\"%s\",\"seq\":%d,\"type\":\"%s\",\"created_at\":\"%s\",%s}"
                .formatted(id, seq, type, Instant.ofEpochMilli(at), content);
        int rows = sql.execute("""
                INSERT INTO session_event (session_id, seq, type, item_id, payload, created_at) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """, id, seq, type, item, payload, at);
        if (rows != 1) {
            throw new IllegalStateException("event " + seq + " of " + id + " was not stored");
        }
    }

    private String turn(long seq, String item, String role, String text) {
        return "\"turn\":{\"seq\":%d,\"item_id\":\"%s\",\"role\":\"%s\",\"text\":\"%s\",\"source\":\"client\",\"late\":false,\"created_at\":\"%s\"}"
                .formatted(seq, item, role, text, Instant.ofEpochMilli(at));
    }

    private static String summary(long seq, boolean complete) {
        return "\"summary\":{\"last_seq\":%d,\"turn_count\":2,\"digest\":\"%s\",\"duration_s\":0,\"complete\":%b}"
                .formatted(seq, DIGEST, complete);
    }
}
