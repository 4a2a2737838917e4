package dev.viva.limits;

/** Counts requests against policies. Implementations are thread-safe and atomic per bucket. */
public interface RateLimiter {

    /** Takes one request from every limit of the policy, or from none when one of them refuses. */
    Verdict take(Policy policy, LimitSubject subject);

    /** Gives back what one {@link #take} took; never more than the window's quota is held afterwards. */
    Verdict refund(Policy policy, LimitSubject subject);
}
