package dev.viva.access;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import io.dropwizard.auth.AuthFilter;
import jakarta.annotation.Priority;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.security.Principal;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.jspecify.annotations.Nullable;

/**
 * Reads the caller's credential from {@code Authorization: Bearer …} only. Dropwizard's own filter would also accept it
 * in the query, where logs and browser histories keep it.
 */
@Priority(Priorities.AUTHENTICATION)
final class BearerFilter extends AuthFilter<BearerFilter.Credential, Principal> {
    /** A token, and the id of the operation that it is shown for. */
    record Credential(String operation, String token) {
        @Override
        public String toString() {
            return "Credential[]";
        }
    }

    BearerFilter(Callers callers) {
        this.authenticator = shown -> callers.read(shown.operation(), shown.token());
        // SessionAccess authorizes, because it has the session.
        this.authorizer = (caller, role, request) -> true;
        this.prefix = "Bearer";
        this.realm = "viva";
    }

    @Override
    public void filter(ContainerRequestContext request) {
        @Nullable String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            // Where authentication is optional, the framework treats this exception as an anonymous caller.
            throw new NotAuthorizedException(prefix);
        }
        String token = Callers.token(header);
        var shown = token == null ? null : new Credential(operation(request), token);
        if (!authenticate(request, shown, "Bearer")) {
            throw new ProblemException(Failure.UNAUTHENTICATED);
        }
    }

    private static String operation(ContainerRequestContext request) {
        return ((ExtendedUriInfo) request.getUriInfo())
                .getMatchedResourceMethod()
                .getInvocable()
                .getDefinitionMethod()
                .getName();
    }
}
