package dev.viva.voice.token;

import com.google.common.hash.Hashing;
import dev.viva.problem.ProblemException;
import dev.viva.problem.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.IntSupplier;

/** Tokens for one call each, bound to one session, for 60 s. Implementations are thread-safe. */
public interface RtcTokens {
    Duration LIFETIME = Duration.ofSeconds(60);

    /** A new token, valid until it expires. */
    record Minted(Secret token, Instant expires) {}

    /**
     * @param nextCall the number that the session's next call would have now; asked where replicas share tokens
     * @throws ProblemException {@code overloaded} when more tokens are valid than callers can use
     */
    Minted mint(String sessionId, IntSupplier nextCall);

    /**
     * Uses a token up. Empty if it belongs to another session, was used or has expired. A token of another session
     * stays valid.
     */
    Optional<Permit> take(String sessionId, String token);

    /** Tokens are stored under their hash, so that the time of a lookup reveals nothing about a near miss. */
    static String hash(String token) {
        return Hashing.sha256().hashString(token, StandardCharsets.UTF_8).toString();
    }
}
