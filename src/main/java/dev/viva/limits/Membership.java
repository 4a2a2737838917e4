package dev.viva.limits;

import org.jspecify.annotations.Nullable;

/**
 * Whether a request bears the valid grant of the session in its path: only then it is charged to that session. It is
 * asked before authentication, refuses nothing, and must cost bounded work, since anybody may have it asked.
 */
@FunctionalInterface
public interface Membership {
    /** @param authorization the header as it came, null when there is none */
    boolean admits(String sessionId, @Nullable String authorization);
}
