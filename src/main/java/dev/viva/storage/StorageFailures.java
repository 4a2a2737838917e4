package dev.viva.storage;

import com.google.common.base.Throwables;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import java.sql.SQLException;
import java.util.Set;
import org.jdbi.v3.core.ConnectionException;
import org.jspecify.annotations.Nullable;

/** Distinguishes a database that is out or busy, which is transient, from a wrong statement, which is a bug. */
final class StorageFailures {
    /**
     * Transient classes of SQLSTATE (ISO 9075, PostgreSQL's appendix A): connection, rollback by a deadlock or another
     * transaction, resources, an object in use, operator intervention, system error.
     */
    private static final Set<String> TRANSIENT_CLASSES = Set.of("08", "40", "53", "55", "57", "58");
    /**
     * A stand-by takes no writes, but the next connection may reach the primary. A transaction that was left idle was
     * ended by the server.
     */
    private static final Set<String> TRANSIENT_STATES = Set.of("25006", "25P03");
    /** The same in SQLite's result codes: busy, locked, read-only, I/O, full, cannot open. */
    private static final Set<Integer> TRANSIENT_CODES = Set.of(5, 6, 8, 10, 13, 14);

    private static final String CANCELLED = "57014";
    private static final String LOCK_TIMEOUT = "55P03";
    /** A prepared statement whose table another replica has just migrated; it is prepared anew. */
    private static final String PREPARED_BEFORE = "0A000";

    private static final int SQLITE_BUSY = 5;
    private static final int SQLITE_LOCKED = 6;
    private static final int SQLITE_READONLY = 8;
    private static final int SQLITE_CORRUPT = 11;
    private static final int SQLITE_FULL = 13;
    private static final int SQLITE_NOT_A_DATABASE = 26;
    private static final String READ_ONLY = "25006";
    private static final String DISK_FULL = "53100";
    /** The lowest eight bits of an extended SQLite code are the primary code. */
    private static final int PLAIN = 0xff;

    private StorageFailures() {}

    /** When a batch that failed is written once more as it is. One lock must not hold the writer for longer. */
    enum Again {
        ANYHOW,
        AFTER_RECONNECT,
        NEVER;

        /**
         * Whether the failure may pass at once: the server restarted, or a write alone met another transaction.
         *
         * @param reused whether the connection had served another batch
         */
        boolean allows(Throwable failure, boolean reused, int writes) {
            return disconnected(failure) ? reused && this != NEVER : writes == 1 && this == ANYHOW && collided(failure);
        }
    }

    /** The problem for the caller: 503 for a transient failure, 500 for any other. */
    static ProblemException problem(Throwable thrown) {
        if (thrown instanceof ProblemException problem) {
            return problem;
        }
        return isTransient(thrown)
                // Without its cause: an outage is logged once, and not with each failed request.
                ? new ProblemException(Failure.STORAGE_UNAVAILABLE)
                : new ProblemException(Failure.INTERNAL_ERROR, Failure.INTERNAL_ERROR.advice(), thrown);
    }

    /** Whether the same statement may succeed later. */
    static boolean isTransient(Throwable thrown) {
        SQLException sql = sql(thrown);
        if (sql == null) {
            return false;
        }
        if (notOpened(thrown)) {
            return true;
        }
        String state = sql.getSQLState();
        if (state == null || state.isEmpty()) {
            // The pool's own failure, that no connection was free in time, has neither state nor code.
            return sql.getErrorCode() == 0 || TRANSIENT_CODES.contains(sql.getErrorCode() & PLAIN);
        }
        return TRANSIENT_STATES.contains(state)
                || (state.length() == 5 && TRANSIENT_CLASSES.contains(state.substring(0, 2)));
    }

    /** Whether the connection is lost, so that nothing more can be stored on it. */
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
                        && (state.startsWith("08") || state.startsWith("57P") || TRANSIENT_STATES.contains(state)));
    }

    /**
     * Whether another transaction had what the write needs: a deadlock, or a lock for longer than a statement may take.
     * A second try may succeed: PostgreSQL ends the transaction that holds the lock too, once it was idle for that long,
     * as when its process was stopped. Or another replica's migration had changed a table since the statement was
     * prepared.
     */
    static boolean collided(Throwable thrown) {
        SQLException sql = sql(thrown);
        String state = sql == null || sql.getSQLState() == null ? "" : sql.getSQLState();
        return state.startsWith("40") || state.equals(CANCELLED) || state.equals(PREPARED_BEFORE);
    }

    /** Whether a lock was not free in the time that the connection waits for one. */
    static boolean isLockTimeout(Throwable thrown) {
        SQLException sql = sql(thrown);
        return sql != null && LOCK_TIMEOUT.equals(sql.getSQLState());
    }

    /** Whether there is no connection at all, whatever the reason: the server may be there and refuse the login. */
    private static boolean notOpened(Throwable thrown) {
        return Throwables.getCausalChain(thrown).stream().anyMatch(ConnectionException.class::isInstance);
    }

    /**
     * Whether every other write would fail too: there is no connection, no space, or no permission. A failed statement,
     * a lock timeout, a deadlock or a damaged page of SQLite's file affects only its own write.
     */
    static boolean concernsAll(Throwable thrown) {
        SQLException sql = sql(thrown);
        if (sql == null) {
            return false;
        }
        String state = sql.getSQLState();
        boolean sqlite = state == null || state.isEmpty();
        return notOpened(thrown)
                || disconnected(thrown)
                || (sqlite && TRANSIENT_CODES.contains(sql.getErrorCode() & PLAIN))
                || (!sqlite && (state.startsWith("53") || state.startsWith("58")));
    }

    /** Why nothing can be stored, fit for anyone to read. */
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
        if (state.isEmpty() && (code == SQLITE_CORRUPT || code == SQLITE_NOT_A_DATABASE)) {
            return "The database file is damaged.";
        }
        if (disconnected(thrown)) {
            return "The database does not answer.";
        }
        return notOpened(thrown) ? "The database cannot be opened." : "The database cannot write.";
    }

    private static @Nullable SQLException sql(Throwable thrown) {
        return Throwables.getCausalChain(thrown).stream()
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .findFirst()
                .orElse(null);
    }
}
