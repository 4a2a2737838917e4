package dev.viva.session;

import dev.viva.storage.Transaction;
import dev.viva.storage.Transaction.Sql;
import java.time.Instant;
import java.util.Optional;

/** Gives the places in a session's log: 1, 2, 3 and so on, without gaps, in the transaction that uses them. */
public final class Sequence {
    private static final Sql NEXT = new Sql("""
            UPDATE session SET last_seq = last_seq + 1
            WHERE id = ? AND (state = 'open' OR (state = 'ended' AND closes_at > ?))
            RETURNING last_seq, state
            """);

    private Sequence() {}

    /** A place in a session's log, and whether the session had already ended when it was given. */
    public record Place(long seq, boolean late) {}

    /** The next place; empty, and nothing is changed, when the session takes no more lines at that time. */
    public static Optional<Place> next(Transaction transaction, String sessionId, Instant now) {
        return transaction.first(
                NEXT,
                row -> new Place(row.getLong(1), row.getString(2).equals("ended")),
                sessionId,
                now.toEpochMilli());
    }
}
