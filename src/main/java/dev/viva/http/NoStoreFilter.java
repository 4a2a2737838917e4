package dev.viva.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;

/** Keeps every reply about a session out of caches: it contains a grant or transcript text. */
final class NoStoreFilter implements ContainerResponseFilter {
    private static final String SESSIONS = "api/v1/sessions";

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        String path = request.getUriInfo().getPath();
        if (path.equals(SESSIONS) || path.startsWith(SESSIONS + "/")) {
            response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
        }
    }
}
