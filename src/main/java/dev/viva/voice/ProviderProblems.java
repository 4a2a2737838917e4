package dev.viva.voice;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.realtime.ProviderException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The problem that a caller gets for a provider's failure; never the provider's own text. */
final class ProviderProblems {
    /** An operator must act first. */
    private static final Duration QUOTA_RETRY_AFTER = Duration.ofMinutes(5);

    private ProviderProblems() {}

    static ProblemException problem(ProviderException thrown) {
        var problem = switch (thrown.kind()) {
            case UNAVAILABLE, TIMEOUT, RATE_LIMITED -> passing(Failure.UPSTREAM_UNAVAILABLE, null, thrown);
            case QUOTA -> passing(Failure.UPSTREAM_QUOTA, QUOTA_RETRY_AFTER, thrown);
            case UNAUTHORIZED, REJECTED, MODEL_MISSING, NOT_FOUND, CONTENT_FILTER, OUTPUT_LIMIT ->
                of(Failure.UPSTREAM_REJECTED, thrown);
            case INVALID_OFFER -> ProblemException.invalidBody("", "the voice provider cannot read this SDP offer");
        };
        return problem.upstream(thrown.upstreamRequestId());
    }

    /** A problem that passes: when the provider says, but not before {@code least}. */
    private static ProblemException passing(Failure failure, @Nullable Duration least, ProviderException thrown) {
        var problem = of(failure, thrown);
        Stream.of(Optional.ofNullable(least), Optional.ofNullable(thrown.retryAfter()))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .ifPresent(problem::retryAfter);
        return problem;
    }

    private static ProblemException of(Failure failure, ProviderException thrown) {
        return new ProblemException(failure, failure.advice(), thrown);
    }
}
