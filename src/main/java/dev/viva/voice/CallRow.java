package dev.viva.voice;

import dev.viva.storage.Reads;
import dev.viva.storage.Transaction;
import dev.viva.storage.Transaction.Sql;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What minting a token and making a call ask of the table of calls and write into it, and what is asked of it each
 * second. These statements need no DAO. Times in milliseconds.
 */
final class CallRow {
    private static final Sql LOCK_BUDGET = new Sql("UPDATE gate SET passed = passed + 1 WHERE name = 'budget'");

    private static final Sql NEXT = new Sql("""
            SELECT (SELECT COALESCE(MAX(number), 0) + 1 FROM voice_call WHERE session_id = session.id)
            FROM session WHERE id = ? AND erased_at IS NULL AND state = 'open'
            """);

    private static final Sql NEXT_NUMBER =
            new Sql("SELECT COALESCE(MAX(number), 0) + 1 FROM voice_call WHERE session_id = ?");

    private static final Sql RESERVE =
            new Sql("INSERT INTO voice_call (session_id, number, started_at) VALUES (?, ?, ?)");

    private static final Sql CREATED =
            new Sql("UPDATE voice_call SET provider_id = ?, model = ? WHERE session_id = ? AND number = ?");

    private static final Sql END = new Sql("""
            UPDATE voice_call SET ended_at = ?, hang_up_at = ?
            WHERE session_id = ? AND number = ? AND ended_at IS NULL
            """);

    private static final Sql HANG_UP =
            new Sql("UPDATE voice_call SET hang_up_at = ? WHERE session_id = ? AND number = ?");

    private static final Sql HANG_UP_AGAIN = new Sql("""
            UPDATE voice_call SET hang_up_at = CASE WHEN started_at < ? THEN NULL ELSE CAST(? AS BIGINT) END
            WHERE session_id = ? AND number = ?
            """);

    private static final Sql OVERDUE = new Sql("""
            SELECT session_id, number, provider_id FROM voice_call
            WHERE hang_up_at <= ? AND provider_id IS NOT NULL ORDER BY hang_up_at LIMIT ?
            """);

    private CallRow() {}

    /** Locks the budget until the transaction ends, on all replicas. */
    static void lockBudget(Transaction transaction) {
        transaction.update(LOCK_BUDGET);
    }

    /** The number of the session's next call; empty when the session is not open. */
    static OptionalInt next(Transaction transaction, String session) {
        return transaction
                .first(NEXT, row -> OptionalInt.of(row.getInt(1)), session)
                .orElseGet(OptionalInt::empty);
    }

    /** The number that the session's next call would have now. */
    static int next(Reads reads, String session) {
        return reads.first(NEXT_NUMBER, row -> row.getInt(1), session).orElseThrow();
    }

    /** Reserves a call that is about to be created. It counts from now on. */
    static void reserve(Transaction transaction, String session, int number, long at) {
        transaction.update(RESERVE, session, number, at);
    }

    static void created(Transaction transaction, String session, int number, String id, @Nullable String model) {
        transaction.update(CREATED, id, model, session, number);
    }

    /** @param hangUpAt when any replica may hang it up; null for a call that is not hung up */
    static void end(Transaction transaction, String session, int number, long at, @Nullable Long hangUpAt) {
        transaction.update(END, at, hangUpAt, session, number);
    }

    /** Postpones a hang-up; null says that it is done. */
    static void hangUp(Transaction transaction, String session, int number, @Nullable Long at) {
        transaction.update(HANG_UP, at, session, number);
    }

    /**
     * Postpones a hang-up that is tried now. For a call so old that it has ended at the provider, this try is the
     * last.
     */
    static void hangUpAgain(Transaction transaction, String session, int number, long at, long endedIfBefore) {
        transaction.update(HANG_UP_AGAIN, endedIfBefore, at, session, number);
    }

    /** Calls whose hang-up is overdue. */
    static List<EndedCall> overdue(Reads reads, long now, int limit) {
        return reads.all(OVERDUE, row -> new EndedCall(row.getString(1), row.getInt(2), row.getString(3)), now, limit);
    }
}
