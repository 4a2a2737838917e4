package dev.viva.storage;

import com.google.common.base.Throwables;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemReply;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a caller is told when reading failed: 503 while the database is out, 500 for a statement that is wrong. */
public final class StorageErrors implements ExceptionMapper<JdbiException> {
    private static final Logger log = LoggerFactory.getLogger(StorageErrors.class);

    /** Whether the same may succeed later, since the database is out or busy and not the statement wrong. */
    public static boolean isTransient(JdbiException thrown) {
        return StorageFailures.isTransient(thrown);
    }

    /** The root of it for a log, without the trace that an outage would repeat each second. */
    public static String inWords(Throwable thrown) {
        return String.valueOf(Throwables.getRootCause(thrown).getMessage());
    }

    @Override
    public Response toResponse(JdbiException thrown) {
        var problem = StorageFailures.problem(thrown);
        if (problem.failure() == Failure.STORAGE_UNAVAILABLE) {
            log.debug("answered {}", problem.failure().code()); // the outage has its own line
        } else {
            log.error("a statement failed", thrown);
        }
        return ProblemReply.of(problem);
    }
}
