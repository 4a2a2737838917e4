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
 * Takes the problem type out of what a client accepts and puts it at the end of the list. Problems come whatever was
 * asked for, so it says nothing about successes: a client that says it understands problems might be given a success
 * under their type, and one that does not say so might be refused what has no body at all, since the generated
 * interfaces name no other type for it. Whether a success can be given is for {@link SuccessTypes} to see, which knows
 * the operation.
 */
@PreMatching
final class AcceptFilter implements ContainerRequestFilter {
    private static final String LAST = ProblemReply.MEDIA_TYPE + ";q=0.001";

    @Override
    public void filter(ContainerRequestContext request) {
        List<String> lines = request.getHeaders().get(HttpHeaders.ACCEPT);
        if (lines == null) {
            return;
        }
        String others = lines.stream()
                .flatMap(line -> Stream.of(line.split(",")))
                .filter(range -> !isProblem(range) && !range.isBlank())
                .collect(Collectors.joining(","));
        request.getHeaders().putSingle(HttpHeaders.ACCEPT, others.isEmpty() ? LAST : others + "," + LAST);
    }

    private static boolean isProblem(String range) {
        return range.toLowerCase(Locale.ROOT).contains(ProblemReply.MEDIA_TYPE);
    }
}
