package dev.viva.voice;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.realtime.ProviderException;
import java.time.Duration;

/** What the caller is told when the provider did not do it; never the provider's own words. */
final class ProviderProblems {
    /** Nothing changes by itself: a person has to act. */
    private static final Duration UNTIL_SOMEBODY_PAYS = Duration.ofMinutes(5);

    private ProviderProblems() {}

    static ProblemException problem(ProviderException thrown) {
        var problem = switch (thrown.kind()) {
            case UNAVAILABLE, TIMEOUT, RATE_LIMITED -> of(Failure.UPSTREAM_UNAVAILABLE, thrown);
            case QUOTA -> of(Failure.UPSTREAM_QUOTA, thrown).retryAfter(UNTIL_SOMEBODY_PAYS);
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
