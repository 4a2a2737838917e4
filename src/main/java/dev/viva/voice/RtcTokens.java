package dev.viva.voice;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.problem.Secret;
import dev.viva.session.Ids;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tokens for one call each, bound to one session, for 60 s. Kept in this process. Thread-safe. */
public final class RtcTokens {
    static final Duration LIFETIME = Duration.ofSeconds(60);
    /** More than this many live tokens means that somebody collects them: 500 a second for a minute. */
    private static final int MOST = 30_000;

    private final ConcurrentHashMap<String, Entry> live = new ConcurrentHashMap<>();
    private final Clock clock;

    private record Entry(String sessionId, Instant expires) {}

    /** A token as it is given, good until it expires. */
    record Minted(Secret token, Instant expires) {}

    public RtcTokens(Clock clock) {
        this.clock = clock;
    }

    Minted mint(String sessionId) {
        Instant now = clock.instant();
        if (live.size() >= MOST) {
            live.values().removeIf(entry -> !now.isBefore(entry.expires()));
            if (live.size() >= MOST) {
                throw new ProblemException(Failure.OVERLOADED).retryAfter(LIFETIME);
            }
        }
        var minted = new Minted(new Secret(Ids.rtcToken()), now.plus(LIFETIME));
        live.put(hash(minted.token().reveal()), new Entry(sessionId, minted.expires()));
        return minted;
    }

    /** Uses a token up. False when it is not this session's, was used or has expired; another session's stays good. */
    boolean take(String sessionId, String token) {
        var taken = new AtomicBoolean();
        live.computeIfPresent(hash(token), (key, entry) -> {
            if (!entry.sessionId().equals(sessionId)) {
                return entry;
            }
            taken.set(clock.instant().isBefore(entry.expires()));
            return null;
        });
        return taken.get();
    }

    /** Kept as a hash, so that looking one up takes as long for a near miss as for any other. */
    private static String hash(String token) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
