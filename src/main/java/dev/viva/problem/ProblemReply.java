package dev.viva.problem;

import dev.viva.model.Problem;
import dev.viva.model.ProblemCode;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** The only place that turns a failure into a reply: status, headers and the RFC 9457 document. */
public final class ProblemReply {
    public static final String MEDIA_TYPE = "application/problem+json";
    /** The MDC key of the request's id, for logs and problems. */
    public static final String REQUEST_ID = "request_id";

    private static final Duration DEFAULT_RETRY = Duration.ofSeconds(5);

    private ProblemReply() {}

    public static Response of(ProblemException problem) {
        Failure failure = problem.failure();
        var reply = Response.status(failure.status())
                .type(MEDIA_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(document(problem));
        retryAfter(problem).ifPresent(seconds -> reply.header(HttpHeaders.RETRY_AFTER, seconds));
        if (failure.status() == 401) {
            reply.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"viva\"");
        }
        return reply.build();
    }

    public static Problem document(ProblemException problem) {
        Failure failure = problem.failure();
        return new Problem(
                "/docs/problems/" + failure.code(),
                failure.title(),
                failure.status(),
                ProblemCode.valueOf(failure.name()),
                problem.detail(),
                orElse(RequestPath.get(), "/"),
                orElse(MDC.get(REQUEST_ID), "unknown_request"),
                problem.upstreamRequestId(),
                emptyToNull(problem.violatedPolicies()),
                emptyToNull(problem.errors()));
    }

    /** 429 and 503 always carry {@code Retry-After}: whole seconds, rounded up, at least one. */
    private static Optional<Long> retryAfter(ProblemException problem) {
        Duration wait = problem.retryAfter();
        int status = problem.failure().status();
        if (wait == null && status != 429 && status != 503) {
            return Optional.empty();
        }
        Duration actual = wait == null ? DEFAULT_RETRY : wait;
        return Optional.of(Math.max(1, actual.plusNanos(999_999_999).toSeconds()));
    }

    private static <T> @Nullable List<T> emptyToNull(List<T> list) {
        return list.isEmpty() ? null : list;
    }

    private static String orElse(@Nullable String value, String other) {
        return value == null ? other : value;
    }
}
