package dev.viva.limits;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.redis.Redis;
import io.github.bucket4j.BucketExceptions.BucketExecutionException;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.redisson.api.RedissonClient;

/**
 * Counts in the buckets that replicas share through Redis. While Redis is out, each policy counts locally or refuses,
 * as configured. Thread-safe.
 */
public final class RedisLimiter implements RateLimiter {
    /** The wall clock for buckets: replicas share its values. */
    record WallClock(Clock clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return TimeUnit.MILLISECONDS.toNanos(clock.millis());
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }

    private static final String PURPOSE = "limits";
    /** Redis is probed each second. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    /** Another thread asks Redis, so that a request waits one timeout for all of its limits together. */
    private static final Executor BACKGROUND = Executors.newVirtualThreadPerTaskExecutor();

    private final Redis redis;
    private final RateLimiter local;
    private final Map<String, WhenOut> whenOut;
    private final TimeMeter time;
    private final Map<RedissonClient, RateLimiter> shared = new ConcurrentHashMap<>();

    /**
     * @param local counts while Redis is out
     * @param whenOut by policy; other policies count locally
     * @param time the wall clock, because replicas share its values
     */
    public RedisLimiter(Redis redis, RateLimiter local, Map<String, WhenOut> whenOut, TimeMeter time) {
        this.redis = redis;
        this.local = local;
        this.whenOut = whenOut;
        this.time = time;
    }

    /** @throws ProblemException {@code limiter_unavailable} when Redis is out and the policy then refuses */
    @Override
    public Verdict take(Policy policy, LimitSubject subject) {
        return ask(limiter -> limiter.take(policy, subject)).orElseGet(() -> {
            check(policy);
            return local.take(policy, subject);
        });
    }

    /** @throws ProblemException {@code limiter_unavailable} when Redis is out and the policy then refuses */
    @Override
    public Verdict takeMore(Policy policy, LimitSubject subject, int more) {
        return ask(limiter -> limiter.takeMore(policy, subject, more)).orElseGet(() -> {
            check(policy);
            return local.takeMore(policy, subject, more);
        });
    }

    @Override
    public Verdict refund(Policy policy, LimitSubject subject) {
        return ask(limiter -> limiter.refund(policy, subject)).orElseGet(() -> local.refund(policy, subject));
    }

    private void check(Policy policy) {
        if (whenOut.getOrDefault(policy.name(), WhenOut.LOCAL) == WhenOut.DENY) {
            throw new ProblemException(Failure.LIMITER_UNAVAILABLE).retryAfter(RETRY_AFTER);
        }
    }

    private Optional<Verdict> ask(Function<RateLimiter, Verdict> question) {
        return redis.ask(PURPOSE, client -> {
            RateLimiter limiter = shared.computeIfAbsent(
                    client, key -> new BucketLimiter(new RedisBuckets(key, redis.timeout(), time)));
            return CompletableFuture.supplyAsync(() -> answer(limiter, question), BACKGROUND);
        });
    }

    private static Verdict answer(RateLimiter limiter, Function<RateLimiter, Verdict> question) {
        try {
            return question.apply(limiter);
        } catch (BucketExecutionException e) { // a timeout or too many retries: slow, but no outage
            throw new CompletionException(new TimeoutException(e.getMessage()).initCause(e));
        }
    }
}
