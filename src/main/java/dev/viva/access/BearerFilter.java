package dev.viva.access;

import dev.viva.access.oidc.Identity;
import dev.viva.access.oidc.Oidc;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import io.dropwizard.auth.AuthFilter;
import jakarta.annotation.Priority;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.security.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the caller's grant, the faculty key, or a token of the identity provider from {@code Authorization: Bearer …} only. Dropwizard's own filter
 * would also accept it in the query, where logs and browser histories keep it.
 */
@Priority(Priorities.AUTHENTICATION)
final class BearerFilter extends AuthFilter<String, Principal> {
    private static final String SCHEME = "Bearer ";

    BearerFilter(Grants grants, FacultyKey faculty, Oidc oidc) {
        this.authenticator = token -> faculty.is(token)
                ? Optional.of(new Faculty())
                : grants.read(token)
                        .map(Principal.class::cast)
                        .or(() -> oidc.verify(token).filter(Identity::faculty).map(person -> new Faculty()));
        // SessionAccess authorizes, because it has the session.
        this.authorizer = (caller, role, request) -> true;
        this.prefix = "Bearer";
        this.realm = "viva";
    }

    /** Whether a header carries a grant for the session that is valid now. */
    static boolean admits(Grants grants, String sessionId, String header) {
        String token = token(header);
        return token != null
                && grants.read(token)
                        .filter(grant -> grant.sessionId().equals(sessionId))
                        .isPresent();
    }

    /** Whether a header carries the faculty key, or a token of faculty. */
    static boolean isFaculty(FacultyKey key, Oidc oidc, String header) {
        String token = token(header);
        return token != null
                && (key.is(token)
                        || oidc.recognise(token).filter(Identity::faculty).isPresent());
    }

    @Override
    public void filter(ContainerRequestContext request) {
        @Nullable String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            // Where authentication is optional, the framework treats this exception as an anonymous caller.
            throw new NotAuthorizedException(prefix);
        }
        if (!authenticate(request, token(header), "Bearer")) {
            throw new ProblemException(Failure.UNAUTHENTICATED);
        }
    }

    private static @Nullable String token(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : null;
    }
}
