package dev.viva.limits;

/** Counts requests against policies. Implementations are thread-safe and atomic per bucket. */
public interface RateLimiter {

    /** Takes one request from every limit of the policy, or from none if a limit refuses. */
    Verdict take(Policy policy, LimitSubject subject);

    /** Whether {@link #take} would pass now. Takes nothing, so that those who ask at once do not refuse each other. */
    Verdict peek(Policy policy, LimitSubject subject);

    /**
     * Takes more for a request that took one and counts for several, from every limit or from none. If that exceeds the
     * quota of a whole window, it takes the rest of the quota instead, so that the request can pass at some time.
     */
    Verdict takeMore(Policy policy, LimitSubject subject, int more);

    /** Gives back what one {@link #take} took. A bucket never exceeds the window's quota. */
    Verdict refund(Policy policy, LimitSubject subject);
}
