package dev.viva.voice;

import com.google.common.hash.Hashing;
import dev.viva.problem.ProblemException;
import dev.viva.problem.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** Tokens for one call each, bound to one session, for 60 s. Implementations are thread-safe. */
public interface RtcTokens {
    Duration LIFETIME = Duration.ofSeconds(60);

    /** A token as it is given, good until it expires. */
    record Minted(Secret token, Instant expires) {}

    /** @throws ProblemException {@code overloaded} when somebody collects them */
    Minted mint(String sessionId);

    /** Uses a token up. False when it is not this session's, was used or has expired; another session's stays good. */
    boolean take(String sessionId, String token);

    /** What a token is kept under, so that looking one up takes as long for a near miss as for any other. */
    static String hash(String token) {
        return Hashing.sha256().hashString(token, StandardCharsets.UTF_8).toString();
    }
}
