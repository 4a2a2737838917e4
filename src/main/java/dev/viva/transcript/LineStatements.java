package dev.viva.transcript;

import dev.viva.model.EventType;
import dev.viva.model.SessionEvent;
import dev.viva.storage.Transaction;
import dev.viva.storage.Transaction.Sql;
import java.util.Objects;
import java.util.Optional;

/**
 * The statements that run for every line, on the writer's thread. They are prepared once and run without a DAO, whose
 * overhead was several times the cost of the database itself.
 */
final class LineStatements {
    private static final Sql TURN = new Sql("""
            SELECT seq, type, payload FROM session_event
            WHERE session_id = ? AND item_id = ? AND type = 'turn'
            """);

    private static final Sql INSERT = new Sql("""
            INSERT INTO session_event (session_id, seq, type, item_id, payload, created_at)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """);

    private LineStatements() {}

    /** The line as it was first stored. */
    static Optional<EventDao.Row> turn(Transaction transaction, String sessionId, String itemId) {
        return transaction.first(
                TURN, row -> new EventDao.Row(row.getLong(1), row.getString(2), row.getString(3)), sessionId, itemId);
    }

    /** Stores a line in the contract's JSON; false if it is stored already. */
    static boolean insert(Transaction transaction, SessionEvent event, String itemId, String payload) {
        return transaction.update(
                        INSERT,
                        event.sessionId(),
                        Objects.requireNonNull(event.seq()),
                        EventType.TURN.toString(),
                        itemId,
                        payload,
                        event.createdAt().toEpochMilli())
                == 1;
    }
}
