package dev.viva.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.viva.contract.RateLimit;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slows guessing. Each wrong credential takes from the limit {@code wrong-credential} of its address. Once that is used
 * up, the address's class codes are not looked at either, right or wrong, so that it cannot go on guessing. Except for
 * classes that began there before: a guesser must not shut them out. Thread-safe.
 */
final class WrongCredentials {
    static final String POLICY = "wrong-credential";

    private static final Logger log = LoggerFactory.getLogger(WrongCredentials.class);
    private static final Duration BETWEEN_LOGS = Duration.ofMinutes(1);
    private static final Duration KNOWN_FOR = Duration.ofHours(12);
    private static final int MAX_KNOWN = 10_000;

    /** A class that began an encounter behind an address. */
    private record Seen(InetAddress address, String payer) {}

    private final Limited limited;
    private final RateLimiter limiter;
    private final LongSupplier nanoTime;
    private final Cache<Seen, Boolean> known;
    private long logged;
    private int wrong;
    private int refused;

    /** @param nanoTime a monotonic clock */
    WrongCredentials(List<Limit> limits, RateLimiter limiter, LongSupplier nanoTime) {
        this.limited = new Limited(Policy.of(POLICY, limits), null, RateLimit.of(POLICY));
        this.limiter = limiter;
        this.nanoTime = nanoTime;
        this.logged = nanoTime.getAsLong() - BETWEEN_LOGS.toNanos();
        this.known = Caffeine.newBuilder()
                .maximumSize(MAX_KNOWN)
                .expireAfterAccess(KNOWN_FOR)
                .ticker(nanoTime::getAsLong)
                .build();
    }

    /** Counts a wrong credential, and returns the refusal if the address has sent too many. */
    Optional<LimitDecision> wrong(InetAddress address) {
        LimitDecision decision = take(address);
        note(address, decision.verdict().allowed());
        return decision.verdict().allowed() ? Optional.empty() : Optional.of(decision);
    }

    /** Returns the refusal of a class's code if the address has sent too many wrong ones before the class began there. */
    Optional<LimitDecision> code(InetAddress address, String payer) {
        Optional<LimitDecision> refusal = otherCode(address, payer);
        if (refusal.isEmpty()) {
            known.put(new Seen(address, payer), true);
        }
        return refusal;
    }

    /**
     * The same for a code that opens nothing here: what it answers must not tell that it is one. It makes no class
     * known, or an expired code would let guesses at its successor go on.
     */
    Optional<LimitDecision> otherCode(InetAddress address, String payer) {
        if (known.getIfPresent(new Seen(address, payer)) != null) {
            return Optional.empty();
        }
        // A look alone: a whole class shows its codes at once, and these are no guesses.
        LimitSubject subject = subject(address);
        var decision = new LimitDecision(limited, subject, limiter.peek(limited.policy(), subject));
        return decision.refuses() ? Optional.of(decision) : Optional.empty();
    }

    private LimitDecision take(InetAddress address) {
        LimitSubject subject = subject(address);
        return new LimitDecision(limited, subject, limiter.take(limited.policy(), subject));
    }

    /** No factor: many people behind an address need no more guesses. */
    private static LimitSubject subject(InetAddress address) {
        return new LimitSubject(address, LimitSubject.Share.ALONE, null, null);
    }

    private synchronized void note(InetAddress address, boolean allowed) {
        wrong++;
        refused += allowed ? 0 : 1;
        long now = nanoTime.getAsLong();
        if (now - logged >= BETWEEN_LOGS.toNanos()) {
            log.warn(
                    "limits: {} wrong credentials since this was last logged, {} of them over the limit and refused; the"
                            + " last from {}",
                    wrong,
                    refused,
                    address.getHostAddress());
            logged = now;
            wrong = 0;
            refused = 0;
        }
    }
}
