package dev.viva.access;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import io.dropwizard.auth.AuthFilter;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the grant from {@code Authorization: Bearer …}. From nowhere else: the ready-made filter would take it from the
 * address as well, where logs and histories keep it.
 */
@Priority(Priorities.AUTHENTICATION)
public final class GrantFilter extends AuthFilter<String, Grant> {
    private static final String SCHEME = "Bearer ";

    public GrantFilter(Grants grants) {
        this.authenticator = grants::read;
        this.authorizer = (grant, role, request) -> true;
        this.prefix = "Bearer";
        this.realm = "viva";
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (!authenticate(request, token(request).orElse(null), "Bearer")) {
            throw new ProblemException(Failure.UNAUTHENTICATED);
        }
    }

    private static Optional<String> token(ContainerRequestContext request) {
        @Nullable String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(header.substring(SCHEME.length()).strip())
                : Optional.empty();
    }
}
