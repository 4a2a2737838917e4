package dev.viva.limits;

/** Counts requests against policies. Implementations are thread-safe and atomic per bucket. */
public interface RateLimiter {

    /** Takes one request from every limit of the policy, or from none when one of them refuses. */
    Verdict take(Policy policy, LimitSubject subject);

    /**
     * Takes more for a request that has taken one and turns out to count for several; from every limit or from none. A
     * limit that allows fewer in a whole window gives all it has beside that one, so that no request can never pass.
     */
    Verdict takeMore(Policy policy, LimitSubject subject, int more);

    /** Gives back what one {@link #take} took; never more than the window's quota is held afterwards. */
    Verdict refund(Policy policy, LimitSubject subject);
}
