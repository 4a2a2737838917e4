package dev.viva.limits;

import org.jspecify.annotations.Nullable;

/** Whether a request may use the session in its path. It is asked before authentication, and refuses nothing. */
@FunctionalInterface
public interface Membership {
    /** @param authorization the header as it came, null when there is none */
    boolean admits(String sessionId, @Nullable String authorization);
}
