package dev.viva.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.PathSegment;
import java.util.List;

/** Keeps every reply about a session out of caches: it contains a grant or transcript text. */
final class NoStoreFilter implements ContainerResponseFilter {
    private static final List<String> SESSIONS = List.of("api", "v1", "sessions");

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (isUnderSessions(request.getUriInfo().getPathSegments())) {
            response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
        }
    }

    /** Compares segments, because a path with parameters, such as {@code /api/v1/sessions;a=b}, is served too. */
    static boolean isUnderSessions(List<PathSegment> path) {
        return path.stream()
                .map(PathSegment::getPath)
                .filter(segment -> !segment.isEmpty())
                .limit(SESSIONS.size())
                .toList()
                .equals(SESSIONS);
    }
}
