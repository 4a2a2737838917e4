package dev.viva.voice;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.realtime.ProviderException;

/** What the caller is told when the provider did not do it; never the provider's own words. */
final class Upstream {
    private Upstream() {}

    static ProblemException problem(ProviderException thrown) {
        var problem = switch (thrown.kind()) {
            case UNAVAILABLE, RATE_LIMITED -> unavailable(Failure.UPSTREAM_UNAVAILABLE.advice(), thrown);
            case QUOTA ->
                unavailable(
                        "The account with the voice provider is used up. Tell the operator; typed notes and"
                                + " transcripts still work.",
                        thrown);
            case UNAUTHORIZED, REJECTED ->
                new ProblemException(Failure.UPSTREAM_REJECTED, Failure.UPSTREAM_REJECTED.advice(), thrown);
            case INVALID_OFFER -> ProblemException.invalidBody("", "the voice provider cannot read this SDP offer");
        };
        if (thrown.retryAfter() != null) {
            problem.retryAfter(thrown.retryAfter());
        }
        return problem.upstream(thrown.upstreamRequestId());
    }

    private static ProblemException unavailable(String words, ProviderException thrown) {
        return new ProblemException(Failure.UPSTREAM_UNAVAILABLE, words, thrown);
    }
}
