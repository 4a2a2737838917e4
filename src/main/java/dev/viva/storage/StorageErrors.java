package dev.viva.storage;

import com.google.common.base.Throwables;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemReply;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps a failed read: 503 while the database is out, 500 for a wrong statement. */
public final class StorageErrors implements ExceptionMapper<JdbiException> {
    private static final Logger log = LoggerFactory.getLogger(StorageErrors.class);

    /** Whether the same statement may succeed later: the database is out or busy, and the statement is not wrong. */
    public static boolean isTransient(JdbiException thrown) {
        return StorageFailures.isTransient(thrown);
    }

    /** Why the database cannot be used, fit for anyone to read. */
    public static String reason(JdbiException thrown) {
        return StorageFailures.reason(thrown);
    }

    /** The root cause for a log message, without the trace that an outage would repeat each second. */
    public static String inWords(Throwable thrown) {
        return String.valueOf(Throwables.getRootCause(thrown).getMessage());
    }

    @Override
    public Response toResponse(JdbiException thrown) {
        var problem = StorageFailures.problem(thrown);
        if (problem.failure() == Failure.STORAGE_UNAVAILABLE) {
            log.debug("storage: a read failed with {}", problem.failure().code()); // the outage is logged elsewhere
        } else {
            log.error("storage: a statement failed", thrown);
        }
        return ProblemReply.of(problem);
    }
}
