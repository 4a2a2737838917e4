package dev.viva.voice.token;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.problem.Secret;
import dev.viva.session.Ids;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;

/** RTC tokens in this replica's memory. Thread-safe. */
final class LocalTokens implements RtcTokens {
    /** More tokens than callers can use: 500 a second for a minute. */
    private static final int MAX_TOKENS = 30_000;

    private final ConcurrentHashMap<String, Entry> live = new ConcurrentHashMap<>();
    private final Clock clock;

    private record Entry(String sessionId, Instant expires) {}

    LocalTokens(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Minted mint(String sessionId, IntSupplier nextCall) {
        Instant now = clock.instant();
        if (live.size() >= MAX_TOKENS) {
            live.values().removeIf(entry -> !now.isBefore(entry.expires()));
            if (live.size() >= MAX_TOKENS) {
                throw new ProblemException(Failure.OVERLOADED).retryAfter(LIFETIME);
            }
        }
        var minted = new Minted(new Secret(Ids.rtcToken()), now.plus(LIFETIME));
        live.put(RtcTokens.hash(minted.token().reveal()), new Entry(sessionId, minted.expires()));
        return minted;
    }

    @Override
    public Optional<Permit> take(String sessionId, String token) {
        var taken = new AtomicBoolean();
        live.computeIfPresent(RtcTokens.hash(token), (key, entry) -> {
            if (!entry.sessionId().equals(sessionId)) {
                return entry;
            }
            taken.set(clock.instant().isBefore(entry.expires()));
            return null;
        });
        return taken.get() ? Optional.of(Permit.NEXT_CALL) : Optional.empty();
    }
}
