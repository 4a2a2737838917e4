package dev.viva.limits;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;

/** What a request has taken from the limits so far. Kept with the request for those who come later in its course. */
record LimitDecision(Limited limited, LimitSubject subject, Verdict verdict) {
    /** Request property that holds it. */
    static final String PROPERTY = "viva.rate_limit";

    /** @throws ProblemException {@code quota_exceeded} when a limit refuses */
    void orThrow() {
        if (!verdict.allowed()) {
            var problem = new ProblemException(Failure.QUOTA_EXCEEDED)
                    .retryAfter(verdict.tightest().left());
            verdict.violated().forEach(problem::violating);
            throw problem;
        }
    }
}
