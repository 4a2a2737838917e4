package dev.viva.realtime;

import dev.viva.problem.Secret;
import java.time.Instant;

/**
 * A credential of the provider's with which a browser can begin calls by itself. It cannot be taken back.
 *
 * @param value what the browser sends as its bearer token
 * @param expiresAt until when calls can be begun; one that was begun goes on
 */
public record MintedSecret(Secret value, Instant expiresAt) {}
