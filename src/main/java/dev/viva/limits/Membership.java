package dev.viva.limits;

import org.jspecify.annotations.Nullable;

/**
 * Checks whether a request carries a valid grant for the session in its path; only then it is charged to that session.
 * The check runs before authentication and refuses nothing. It must be cheap, because any client can trigger it.
 */
@FunctionalInterface
public interface Membership {
    /** @param authorization the header as received; null when absent */
    boolean admits(String sessionId, @Nullable String authorization);
}
