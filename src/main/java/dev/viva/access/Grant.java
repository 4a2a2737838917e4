package dev.viva.access;

import java.security.Principal;
import java.time.Instant;

/**
 * A caller with a valid grant, who may use one session until the grant expires.
 *
 * @param expires exclusive
 * @param observer whether the caller may only read and follow
 */
public record Grant(String sessionId, Instant expires, boolean observer) implements Principal {
    @Override
    public String getName() {
        return sessionId;
    }
}
