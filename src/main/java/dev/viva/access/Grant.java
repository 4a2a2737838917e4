package dev.viva.access;

import java.security.Principal;
import java.time.Instant;

/**
 * The bearer of a valid grant: may use one session until the grant expires.
 *
 * @param expires exclusive
 */
public record Grant(String sessionId, Instant expires) implements Principal {
    @Override
    public String getName() {
        return sessionId;
    }
}
