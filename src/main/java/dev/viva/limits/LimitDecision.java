package dev.viva.limits;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;

/** What a request has taken from the limits so far. Kept as a property of the request for later filters. */
record LimitDecision(Limited limited, LimitSubject subject, Verdict verdict) {
    /** Request property: the decision. */
    static final String PROPERTY = "viva.rate_limit";

    boolean refuses() {
        return !verdict.allowed();
    }

    /** @throws ProblemException {@code quota_exceeded} when a limit refuses */
    void orThrow() {
        if (refuses()) {
            var problem = new ProblemException(Failure.QUOTA_EXCEEDED)
                    .retryAfter(verdict.tightest().reset());
            verdict.violated().forEach(problem::violating);
            throw problem;
        }
    }
}
