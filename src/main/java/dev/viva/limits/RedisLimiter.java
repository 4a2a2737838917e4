package dev.viva.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.viva.limits.Policy.NamedLimit;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.redis.Redis;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Counts in the windows that replicas share through Redis: one command a request, and none for a subject that was
 * refused within the last second. While Redis is out, each policy counts locally or refuses, as configured.
 * Thread-safe.
 */
public final class RedisLimiter implements RateLimiter {
    private static final String PURPOSE = "limits";
    /** Redis is probed each second. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    /** How long a refusal holds without a question to Redis. Another replica may give something back meanwhile. */
    private static final Duration REFUSED_FOR = Duration.ofSeconds(1);

    private static final int MAX_REFUSED = 10_000;

    private final Redis redis;
    private final RateLimiter local;
    private final Map<String, WhenOut> whenOut;
    private final LongSupplier millis;
    private final LongSupplier nanoTime;
    private final Cache<Asked, Refusal> refused;

    /** Whom a policy counts. */
    private record Asked(String policy, LimitSubject subject) {}

    /** A refusal, and when it was given. */
    private record Refusal(Verdict verdict, long at) {}

    /**
     * @param local counts while Redis is out
     * @param whenOut by policy; other policies count locally
     * @param millis the wall clock, because replicas share its values
     * @param nanoTime a monotonic clock, such as {@link System#nanoTime}, for what this replica remembers
     */
    public RedisLimiter(
            Redis redis, RateLimiter local, Map<String, WhenOut> whenOut, LongSupplier millis, LongSupplier nanoTime) {
        this.redis = redis;
        this.local = local;
        this.whenOut = whenOut;
        this.millis = millis;
        this.nanoTime = nanoTime;
        this.refused = Caffeine.newBuilder()
                .maximumSize(MAX_REFUSED)
                .expireAfterWrite(REFUSED_FOR)
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /** @throws ProblemException {@code limiter_unavailable} when Redis is out and the policy then refuses */
    @Override
    public Verdict take(Policy policy, LimitSubject subject) {
        var asked = new Asked(policy.name(), subject);
        Verdict again = stillRefused(asked);
        if (again != null) {
            return again;
        }
        Optional<Verdict> shared = ask(policy, subject, limit -> 1);
        shared.filter(verdict -> !verdict.allowed())
                .ifPresent(verdict -> refused.put(asked, new Refusal(verdict, nanoTime.getAsLong())));
        return shared.orElseGet(() -> {
            check(policy);
            return local.take(policy, subject);
        });
    }

    private @Nullable Verdict stillRefused(Asked asked) {
        Refusal refusal = refused.getIfPresent(asked);
        return refusal == null ? null : refusal.verdict().after(Duration.ofNanos(nanoTime.getAsLong() - refusal.at()));
    }

    /** @throws ProblemException {@code limiter_unavailable} when Redis is out and the policy then refuses */
    @Override
    public Verdict takeMore(Policy policy, LimitSubject subject, int more) {
        return ask(policy, subject, limit -> Math.min(more, subject.quota(limit) - 1))
                .orElseGet(() -> {
                    check(policy);
                    return local.takeMore(policy, subject, more);
                });
    }

    @Override
    public Verdict refund(Policy policy, LimitSubject subject) {
        refused.invalidate(new Asked(policy.name(), subject));
        return ask(policy, subject, limit -> -1).orElseGet(() -> local.refund(policy, subject));
    }

    private void check(Policy policy) {
        if (whenOut.getOrDefault(policy.name(), WhenOut.LOCAL) == WhenOut.DENY) {
            throw new ProblemException(Failure.LIMITER_UNAVAILABLE).retryAfter(RETRY_AFTER);
        }
    }

    private Optional<Verdict> ask(Policy policy, LimitSubject subject, ToLongFunction<NamedLimit> tokens) {
        var windows = RedisWindows.of(policy, subject, tokens, millis.getAsLong());
        return redis.ask(PURPOSE, windows::send).map(windows::verdict);
    }
}
