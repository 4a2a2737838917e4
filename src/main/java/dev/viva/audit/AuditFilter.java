package dev.viva.audit;

import dev.viva.access.Faculty;
import dev.viva.model.AuditAction;
import dev.viva.problem.ProblemReply;
import dev.viva.session.Ids;
import dev.viva.storage.Database;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.time.Clock;
import java.util.Map;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Records what faculty ask for before it is answered: the operations that the contract marks with {@code x-audit}. When
 * the entry cannot be stored, the request fails, so that nothing is read without a trace. Thread-safe.
 */
@Priority(Priorities.AUTHORIZATION + 1)
final class AuditFilter implements ContainerRequestFilter {
    private static final int MAX_ID_LENGTH = 64;

    private final Database database;
    private final Map<String, String> actions;
    private final Clock clock;

    /** @param actions what an operation does, by its id */
    AuditFilter(Database database, Map<String, String> actions, Clock clock) {
        this.database = database;
        this.actions = actions;
        this.clock = clock;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String operation = operation(request);
        String action = operation == null ? null : actions.get(operation);
        var caller = request.getSecurityContext().getUserPrincipal();
        if (operation == null || action == null || !(caller instanceof Faculty)) {
            return;
        }
        String session = plausible(request.getUriInfo().getPathParameters().getFirst("session_id"));
        String id = Ids.audit();
        String requestId = MDC.get(ProblemReply.REQUEST_ID);
        AuditAction known = AuditAction.fromValue(action);
        database.commits()
                .run(
                        "audit:" + id,
                        transaction -> transaction
                                .dao(AuditDao.class)
                                .insert(
                                        id,
                                        clock.millis(),
                                        caller.getName(),
                                        known.toString(),
                                        operation,
                                        session,
                                        requestId));
    }

    /** An id that no session can have is not kept: a caller may write anything into a path. */
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
