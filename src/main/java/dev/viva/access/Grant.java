package dev.viva.access;

import java.security.Principal;
import java.time.Instant;

/**
 * A caller with a valid grant, who may use one session until the grant expires.
 *
 * @param expires exclusive
 */
public record Grant(String sessionId, Instant expires) implements Principal {
    @Override
    public String getName() {
        return sessionId;
    }
}
