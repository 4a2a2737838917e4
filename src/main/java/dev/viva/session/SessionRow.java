package dev.viva.session;

import dev.viva.storage.Reads;
import dev.viva.storage.RowsSql;
import dev.viva.storage.Transaction;
import dev.viva.storage.Transaction.Sql;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What every request reads of its session's row, and what a call changes in it. A whole class starts its calls at once,
 * on one writer's thread, so these statements need no DAO.
 */
public final class SessionRow {
    /** What {@link SessionMapper} reads. By name: a column of a later version would change a prepared {@code *}. */
    static final String COLUMNS = """
            id, scenario_id, persona_id, role_id, input_language, reply_language, case_digest, participant_name,
            participant_group, state, phase, last_seq, created_at, deadline_at, ended_at, closes_at, closed_at, call_id,
            call_number, owner, class_id, consent_version, exam_id, ai_review""";

    private static final Sql FIND = new Sql("SELECT " + COLUMNS + " FROM session WHERE id = ? AND erased_at IS NULL");

    private static final Sql ERASED = new Sql("SELECT id FROM session WHERE id = ? AND erased_at IS NOT NULL");

    private static final RowsSql LAST_SEQS = RowsSql.reading("SELECT id, last_seq FROM session WHERE id IN (:rows)", 1);

    private static final Sql LOCK =
            new Sql("UPDATE session SET last_seq = last_seq WHERE id = ? AND erased_at IS NULL RETURNING " + COLUMNS);

    private static final Sql NEXT_SEQ =
            new Sql("UPDATE session SET last_seq = last_seq + 1 WHERE id = ? RETURNING last_seq");

    private static final Sql CALL =
            new Sql("UPDATE session SET call_id = ?, call_number = ?, seen_at = ? WHERE id = ? RETURNING " + COLUMNS);

    private SessionRow() {}

    /** How far a session's log goes. To erase a session takes it one further. */
    public record LastSeq(String id, long seq) {}

    /** As {@link SessionDao#find}. */
    public static Optional<Session> find(Reads reads, String sessionId) {
        return reads.first(FIND, SessionMapper::session, sessionId);
    }

    /** Whether the session was there and is erased. */
    public static boolean isErased(Reads reads, String sessionId) {
        return reads.first(ERASED, row -> true, sessionId).isPresent();
    }

    /** How far the logs of sessions go; one may come more than once. */
    public static List<LastSeq> lastSeqs(Reads reads, Collection<String> sessionIds) {
        List<List<String>> keys = sessionIds.stream().map(List::of).toList();
        return reads.all(LAST_SEQS, keys, row -> new LastSeq(row.getString(1), row.getLong(2)));
    }

    /** As {@link SessionDao#lock}. */
    public static Optional<Session> lock(Transaction transaction, String sessionId) {
        return transaction.first(LOCK, SessionMapper::session, sessionId);
    }

    /** Takes the next sequence number for an event of the server itself, in any state of the session. */
    public static long nextSeqAlways(Transaction transaction, String sessionId) {
        return transaction.first(NEXT_SEQ, row -> row.getLong(1), sessionId).orElseThrow();
    }

    /**
     * A session's call began, or ended when its id is null. Counts as activity.
     *
     * @return the session with it
     */
    public static Session setCall(
            Transaction transaction, String sessionId, @Nullable String callId, int number, long at) {
        return transaction
                .first(CALL, SessionMapper::session, callId, number, at, sessionId)
                .orElseThrow();
    }
}
