package dev.viva.http;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.problem.ProblemReply;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.glassfish.jersey.message.internal.AcceptableMediaType;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.server.model.ResourceMethod;

/**
 * Refuses a request whose {@code Accept} matches no success of its operation, before any work is done. The generated
 * interfaces also list the problem type, so Jersey would accept {@code application/problem+json}.
 */
final class SuccessTypes implements ContainerRequestFilter {
    private static final MediaType PROBLEM = MediaType.valueOf(ProblemReply.MEDIA_TYPE);

    @Override
    public void filter(ContainerRequestContext request) {
        ResourceMethod matched = ((ExtendedUriInfo) request.getUriInfo()).getMatchedResourceMethod();
        if (matched == null || matched.getProducedTypes().isEmpty()) {
            return;
        }
        List<MediaType> successes = matched.getProducedTypes().stream()
                .filter(type -> !type.isCompatible(PROBLEM))
                .toList();
        if (successes.isEmpty()) {
            return; // a success without a body matches every type
        }
        boolean acceptable = request.getAcceptableMediaTypes().stream()
                .filter(SuccessTypes::wanted)
                .anyMatch(range -> successes.stream().anyMatch(range::isCompatible));
        if (!acceptable) {
            throw new ProblemException(Failure.NOT_ACCEPTABLE);
        }
    }

    private static boolean wanted(MediaType range) {
        return !(range instanceof AcceptableMediaType weighed) || weighed.getQuality() > 0;
    }
}
