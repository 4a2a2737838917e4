package dev.viva.ops;

import dev.viva.problem.ProblemReply;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Takes problem documents out of {@code Accept}: they are answered, never asked for. Otherwise a client that says it
 * understands them might be given a success under their type. One that accepts nothing else is left to
 * {@link SuccessTypes}, which knows whether the operation exists at all.
 */
@PreMatching
final class AcceptFilter implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        List<String> lines = request.getHeaders().get(HttpHeaders.ACCEPT);
        if (lines == null || lines.stream().noneMatch(AcceptFilter::isProblem)) {
            return;
        }
        List<String> rest = lines.stream()
                .flatMap(line -> Stream.of(line.split(",")))
                .filter(range -> !isProblem(range) && !range.isBlank())
                .toList();
        if (!rest.isEmpty()) {
            request.getHeaders().putSingle(HttpHeaders.ACCEPT, String.join(",", rest));
        }
    }

    private static boolean isProblem(String range) {
        return range.toLowerCase(Locale.ROOT).contains(ProblemReply.MEDIA_TYPE);
    }
}
