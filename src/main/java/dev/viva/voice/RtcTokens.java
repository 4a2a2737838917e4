package dev.viva.voice;

import dev.viva.problem.ProblemException;
import dev.viva.problem.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

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
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
