package dev.viva.realtime;

import dev.viva.problem.Secret;
import java.time.Instant;

/**
 * A credential with which a browser can begin calls itself. It cannot be revoked.
 *
 * @param value what the browser sends as its bearer token
 * @param expiresAt calls can be begun until then, and last beyond it
 */
public record MintedSecret(Secret value, Instant expiresAt) {}
