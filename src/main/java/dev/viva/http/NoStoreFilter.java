package dev.viva.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.PathSegment;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keeps every reply about sessions and groups out of caches: it contains a grant, transcript text or who practised. */
final class NoStoreFilter implements ContainerResponseFilter {
    private static final Set<List<String>> PRIVATE = Stream.of("sessions", "me", "groups", "exams", "fidelity")
            .map(first -> List.of("api", "v1", first))
            .collect(Collectors.toUnmodifiableSet());

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (isPrivate(request.getUriInfo().getPathSegments())) {
            response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
        }
    }

    /** Compares segments, because a path with parameters, such as {@code /api/v1/sessions;a=b}, is served too. */
    static boolean isPrivate(List<PathSegment> path) {
        return PRIVATE.contains(path.stream()
                .map(PathSegment::getPath)
                .filter(segment -> !segment.isEmpty())
                .limit(3)
                .toList());
    }
}
