package dev.viva.storage;

import com.google.common.base.Throwables;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a database that is out or busy from a statement that is wrong: the first passes, the second is our fault. */
final class StorageFailures {
    /**
     * Classes of SQLSTATE (ISO 9075, PostgreSQL's appendix A) that pass: connection, rollback by a deadlock or another
     * transaction, resources, an object in use, the operator's intervention, the system itself.
     */
    private static final Set<String> PASSING_CLASSES = Set.of("08", "40", "53", "55", "57", "58");
    /**
     * A server that is or became a stand-by takes no writes, while another connection may lead to one that does; a
     * transaction that was left standing was ended by the server.
     */
    private static final Set<String> PASSING_STATES = Set.of("25006", "25P03");
    /** The same in SQLite's result codes: busy, locked, read-only, I/O, full, cannot open. */
    private static final Set<Integer> PASSING_CODES = Set.of(5, 6, 8, 10, 13, 14);

    private static final int SQLITE_BUSY = 5;
    private static final int SQLITE_LOCKED = 6;
    private static final int SQLITE_READONLY = 8;
    private static final int SQLITE_FULL = 13;
    private static final String READ_ONLY = "25006";
    private static final String DISK_FULL = "53100";
    /** Of an extended code of SQLite the lowest eight bits are the plain one. */
    private static final int PLAIN = 0xff;

    private StorageFailures() {}

    /** What the caller is told: 503 for what passes, 500 for what is wrong. */
    static ProblemException problem(Throwable thrown) {
        if (thrown instanceof ProblemException problem) {
            return problem;
        }
        return isTransient(thrown)
                // Without its cause: an outage is logged once, and not with each request that it fails.
                ? new ProblemException(Failure.STORAGE_UNAVAILABLE)
                : new ProblemException(Failure.INTERNAL_ERROR, Failure.INTERNAL_ERROR.advice(), thrown);
    }

    /** Whether the same may succeed later. */
    static boolean isTransient(Throwable thrown) {
        SQLException sql = sql(thrown);
        if (sql == null) {
            return false;
        }
        String state = sql.getSQLState();
        if (state == null || state.isEmpty()) {
            // The pool's own failures have neither state nor code: no connection was free in time.
            return sql.getErrorCode() == 0 || PASSING_CODES.contains(sql.getErrorCode() & PLAIN);
        }
        return PASSING_STATES.contains(state)
                || (state.length() == 5 && PASSING_CLASSES.contains(state.substring(0, 2)));
    }

    /** Whether there is no connection to write on, or no more: nothing else will be stored on it either. */
    static boolean disconnected(Throwable thrown) {
        SQLException sql = sql(thrown);
        if (sql == null) {
            return false;
        }
        String state = sql.getSQLState();
        boolean poolFailed = (state == null || state.isEmpty()) && sql.getErrorCode() == 0;
        // 57P…: the server is being shut down, or starts.
        return poolFailed
                || (state != null
                        && (state.startsWith("08") || state.startsWith("57P") || PASSING_STATES.contains(state)));
    }

    /**
     * Whether no other write would fare better: there is no connection, no room, no right to write, or no file. One whose
     * statement fails, waits too long for a row or is a deadlock's victim says nothing of the others.
     */
    static boolean concernsAll(Throwable thrown) {
        SQLException sql = sql(thrown);
        if (sql == null) {
            return false;
        }
        String state = sql.getSQLState();
        boolean sqlite = state == null || state.isEmpty();
        return disconnected(thrown)
                || (sqlite && PASSING_CODES.contains(sql.getErrorCode() & PLAIN))
                || (!sqlite && (state.startsWith("53") || state.startsWith("58")));
    }

    /** Why nothing can be stored, in words that anyone may read. */
    static String reason(Throwable thrown) {
        SQLException sql = sql(thrown);
        String state = sql == null || sql.getSQLState() == null ? "" : sql.getSQLState();
        int code = sql == null ? 0 : sql.getErrorCode() & PLAIN;
        if (thrown instanceof DatabaseFile.Lost) {
            return DatabaseFile.LOST;
        }
        if (state.equals(DISK_FULL) || (state.isEmpty() && code == SQLITE_FULL)) {
            return "The disk is full.";
        }
        if (state.equals(READ_ONLY) || (state.isEmpty() && code == SQLITE_READONLY)) {
            return "The database takes no writes.";
        }
        if (state.isEmpty() && (code == SQLITE_BUSY || code == SQLITE_LOCKED)) {
            return "Another process holds the database's lock.";
        }
        return disconnected(thrown) ? "The database does not answer." : "The database cannot write.";
    }

    private static @Nullable SQLException sql(Throwable thrown) {
        return Throwables.getCausalChain(thrown).stream()
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .findFirst()
                .orElse(null);
    }
}
