package dev.viva.http;

import dev.viva.problem.ProblemReply;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Moves the problem type to the end of {@code Accept}, or adds it there. Problems are sent whatever a client accepts,
 * so the type must not influence successes. Without this, a client that lists it could receive a success under that
 * type. A client that does not list it could be refused a success without a body, because the generated interfaces name
 * only the problem type for it. {@link SuccessTypes} then checks whether the client accepts a success of the operation.
 */
@PreMatching
final class AcceptFilter implements ContainerRequestFilter {
    private static final String LAST = ProblemReply.MEDIA_TYPE + ";q=0.001";

    @Override
    public void filter(ContainerRequestContext request) {
        List<String> headers = request.getHeaders().get(HttpHeaders.ACCEPT);
        if (headers == null) {
            return;
        }
        String others = headers.stream()
                .flatMap(header -> Stream.of(header.split(",")))
                .filter(range -> !isProblem(range) && !range.isBlank())
                .collect(Collectors.joining(","));
        request.getHeaders().putSingle(HttpHeaders.ACCEPT, others.isEmpty() ? LAST : others + "," + LAST);
    }

    private static boolean isProblem(String range) {
        return range.toLowerCase(Locale.ROOT).contains(ProblemReply.MEDIA_TYPE);
    }
}
