package dev.viva.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.PathSegment;
import java.util.List;
import java.util.Set;

/** Keeps every reply about sessions and groups out of caches: it contains a grant, transcript text or who practised. */
public final class NoStoreFilter implements ContainerResponseFilter {
    /** The {@code Cache-Control} of such a reply. */
    public static final String NO_STORE = "no-store";

    private static final List<String> BASE = List.of("api", "v1");
    private static final Set<String> PRIVATE = Set.of("sessions", "me", "groups", "exams", "fidelity", "reviews");

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (isPrivate(request.getUriInfo().getPathSegments())) {
            response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, NO_STORE);
        }
    }

    /** Compares segments, because a path with parameters, such as {@code /api/v1/sessions;a=b}, is served too. */
    static boolean isPrivate(List<PathSegment> path) {
        int matched = 0;
        for (PathSegment segment : path) {
            String name = segment.getPath();
            if (name.isEmpty()) {
                continue;
            }
            if (matched == BASE.size()) {
                return PRIVATE.contains(name);
            }
            if (!name.equals(BASE.get(matched))) {
                return false;
            }
            matched++;
        }
        return false;
    }
}
