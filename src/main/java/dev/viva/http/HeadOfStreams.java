package dev.viva.http;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;

/**
 * Answers HEAD of a stream without its body. The framework would write and discard the whole body; that of an event
 * stream ends only with its session.
 */
final class HeadOfStreams implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getMethod().equals(HttpMethod.HEAD) && response.getEntity() instanceof StreamingOutput) {
            MediaType type = response.getMediaType();
            response.setEntity(null);
            response.getHeaders().putSingle("Content-Type", type);
        }
    }
}
