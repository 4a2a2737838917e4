package dev.viva.http;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.problem.ProblemReply;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.glassfish.jersey.message.internal.AcceptableMediaType;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.server.model.ResourceMethod;

/**
 * Refuses a request whose {@code Accept} matches no success of its operation, before any work is done. The generated
 * interfaces also list the problem type, so Jersey would accept {@code application/problem+json}.
 */
final class SuccessTypes implements ContainerRequestFilter {
    private static final MediaType PROBLEM = MediaType.valueOf(ProblemReply.MEDIA_TYPE);

    /** By operation, whose number is bounded. */
    private final Map<ResourceMethod, List<MediaType>> successes = new ConcurrentHashMap<>();

    @Override
    public void filter(ContainerRequestContext request) {
        ResourceMethod matched = ((ExtendedUriInfo) request.getUriInfo()).getMatchedResourceMethod();
        if (matched == null || matched.getProducedTypes().isEmpty()) {
            return;
        }
        List<MediaType> possible = successes.computeIfAbsent(matched, SuccessTypes::successes);
        if (possible.isEmpty()) {
            return; // a success without a body matches every type
        }
        for (MediaType range : request.getAcceptableMediaTypes()) {
            if (wanted(range) && possible.stream().anyMatch(range::isCompatible)) {
                return;
            }
        }
        throw new ProblemException(Failure.NOT_ACCEPTABLE);
    }

    private static List<MediaType> successes(ResourceMethod operation) {
        return operation.getProducedTypes().stream()
                .filter(type -> !type.isCompatible(PROBLEM))
                .toList();
    }

    private static boolean wanted(MediaType range) {
        return !(range instanceof AcceptableMediaType weighed) || weighed.getQuality() > 0;
    }
}
