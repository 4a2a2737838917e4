package dev.viva.contract;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a query with a broken percent-encoding, from which Jersey would silently read another text, and U+0000, which
 * PostgreSQL cannot compare with anything stored.
 */
@PreMatching
final class QueryEncoding implements ContainerRequestFilter {
    private static final Pattern BROKEN = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private static final String NUL = "%00";

    private final HttpServletRequest received;

    /** @param received stands for the request of the thread: Jersey's own form of the query is mended already */
    @Inject
    QueryEncoding(@Context HttpServletRequest received) {
        this.received = received;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        URI asked = request.getUriInfo().getRequestUri();
        if (asked.getRawPath().contains(NUL)) {
            throw new ProblemException(Failure.NOT_FOUND);
        }
        if (asked.getRawQuery() == null) {
            return; // asking the thread's request costs more than most other filters together
        }
        @Nullable String query = received.getQueryString();
        if (query != null && BROKEN.matcher(query).find()) {
            throw new ProblemException(Failure.MALFORMED_REQUEST)
                    .at("/query", "has a % that two hexadecimal digits do not follow");
        }
        if (query != null && query.contains(NUL)) {
            throw new ProblemException(Failure.MALFORMED_REQUEST).at("/query", "has the character U+0000");
        }
    }
}
