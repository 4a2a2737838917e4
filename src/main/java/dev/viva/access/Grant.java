package dev.viva.access;

import java.security.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A caller with a valid grant, who may use one session until the grant expires.
 *
 * @param expires exclusive
 * @param observer whether the caller may only read and follow
 * @param payer whose rate limits its requests take from instead of those of its address; null for the address's
 */
public record Grant(
        String sessionId,
        Instant expires,
        boolean observer,
        @Nullable String payer) implements Principal {
    @Override
    public String getName() {
        return sessionId;
    }
}
