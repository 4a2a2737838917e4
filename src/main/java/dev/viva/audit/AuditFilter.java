package dev.viva.audit;

import dev.viva.access.Faculty;
import dev.viva.contract.Contract.Audited;
import dev.viva.model.AuditAction;
import dev.viva.model.Exam;
import dev.viva.problem.ProblemException;
import dev.viva.problem.ProblemReply;
import dev.viva.storage.Database;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.time.Clock;
import java.util.Map;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Records what faculty ask for before it is answered: the operations that the contract marks with {@code x-audit}. When
 * the entry cannot be stored, the request fails, so that nothing is read without a trace. The entry of a new exam is
 * given the exam's id before the answer. Thread-safe.
 */
@Priority(Priorities.AUTHORIZATION + 1)
final class AuditFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private static final Logger log = LoggerFactory.getLogger(AuditFilter.class);
    private static final int MAX_ID_LENGTH = 64;
    private static final String NEW_EXAM = AuditFilter.class.getName() + ".new-exam";

    private final Database database;
    private final Map<String, Audited> operations;
    private final RecentLooks looks;
    private final Clock clock;

    /** @param operations the recorded ones, by id */
    AuditFilter(Database database, Map<String, Audited> operations, Clock clock) {
        this.database = database;
        this.operations = operations;
        this.looks = new RecentLooks(clock);
        this.clock = clock;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String operation = operation(request);
        Audited audited = operation == null ? null : operations.get(operation);
        var caller = request.getSecurityContext().getUserPrincipal();
        if (operation == null || audited == null || !(caller instanceof Faculty faculty)) {
            return;
        }
        var ids = request.getUriInfo().getPathParameters();
        var look = new RecentLooks.Look(
                faculty.actor(), operation, plausible(ids.getFirst("session_id")), plausible(ids.getFirst("exam_id")));
        if (looks.isRecent(look, audited.every())) {
            return;
        }
        AuditAction action = AuditAction.fromValue(audited.action());
        String entry = record(look, action);
        looks.add(look, audited.every());
        if (action == AuditAction.EXAM) {
            request.setProperty(NEW_EXAM, entry);
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(NEW_EXAM) instanceof String entry && response.getEntity() instanceof Exam exam) {
            name(entry, exam.examId());
        }
    }

    /** The exam is set already: whoever was told otherwise would set it again. */
    private void name(String entry, String examId) {
        try {
            database.commits()
                    .run(
                            "audit:",
                            transaction -> transaction.dao(AuditDao.class).nameExam(entry, examId));
        } catch (ProblemException e) {
            log.warn("audit: the entry of a new exam does not name it", e);
        }
    }

    /** Returns the entry's id. */
    private String record(RecentLooks.Look look, AuditAction action) {
        String requestId = MDC.get(ProblemReply.REQUEST_ID);
        return database.commits()
                .commit(
                        "audit:",
                        transaction -> AuditEntries.insert(transaction, clock.millis(), action, look, requestId));
    }

    /** An id that no session and no exam can have is not kept: a caller may write anything into a path. */
    private static @Nullable String plausible(@Nullable String id) {
        return id == null || id.length() > MAX_ID_LENGTH ? null : id;
    }

    private static @Nullable String operation(ContainerRequestContext request) {
        ResourceMethod matched = ((ExtendedUriInfo) request.getUriInfo()).getMatchedResourceMethod();
        return matched == null
                ? null
                : matched.getInvocable().getDefinitionMethod().getName();
    }
}
