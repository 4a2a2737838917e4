package dev.viva.voice;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.realtime.ProviderException;
import java.time.Duration;

/** The problem that a caller gets for a provider's failure; never the provider's own text. */
final class ProviderProblems {
    /** An operator must act first. */
    private static final Duration QUOTA_RETRY_AFTER = Duration.ofMinutes(5);

    private ProviderProblems() {}

    static ProblemException problem(ProviderException thrown) {
        var problem = switch (thrown.kind()) {
            case UNAVAILABLE, TIMEOUT, RATE_LIMITED -> of(Failure.UPSTREAM_UNAVAILABLE, thrown);
            case QUOTA -> of(Failure.UPSTREAM_QUOTA, thrown).retryAfter(QUOTA_RETRY_AFTER);
            case UNAUTHORIZED, REJECTED, MODEL_MISSING, NOT_FOUND, CONTENT_FILTER, OUTPUT_LIMIT ->
                of(Failure.UPSTREAM_REJECTED, thrown);
            case INVALID_OFFER -> ProblemException.invalidBody("", "the voice provider cannot read this SDP offer");
        };
        if (thrown.retryAfter() != null) {
            problem.retryAfter(thrown.retryAfter());
        }
        return problem.upstream(thrown.upstreamRequestId());
    }

    private static ProblemException of(Failure failure, ProviderException thrown) {
        return new ProblemException(failure, failure.advice(), thrown);
    }
}
