package dev.viva.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.hash.Hashing;
import dev.viva.limits.Policy.NamedLimit;
import dev.viva.limits.Verdict.Standing;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.redis.Redis;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.VerboseResult;
import io.github.bucket4j.distributed.AsyncVerboseBucket;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import io.github.bucket4j.redis.redisson.Bucket4jRedisson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;

/**
 * Buckets that all replicas share, in Redis under {@code viva:limit:{name of the limit}:{hash of whom it counts}}, each
 * until it is full again. The hash spares Redis the addresses, and takes in how much the limit allows: a configuration
 * that allows another quota begins anew. While Redis is out each policy does as it is configured. Thread-safe.
 */
public final class RedisBuckets implements RateLimiter {
    private static final String PURPOSE = "limits";
    /** The outage is looked after each second. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    /** Beyond the time until it is full again, so that clocks of replicas may differ a little. */
    private static final Duration KEEP = Duration.ofSeconds(10);

    private static final int MAX_OPEN = 10_000;

    private final Redis redis;
    private final RateLimiter local;
    private final Map<String, WhenOut> whenOut;
    private final TimeMeter time;
    private final Map<RedissonClient, AsyncProxyManager<String>> managers = new ConcurrentHashMap<>();
    private final Cache<String, AsyncVerboseBucket> open = Caffeine.newBuilder()
            .maximumSize(MAX_OPEN)
            .expireAfterAccess(Duration.ofMinutes(1))
            .build();

    /** What became of one limit, and how much was taken from it. */
    private record Step(NamedLimit limit, Standing standing, long taken) {}

    /** A policy and whom it counts, with the buckets at hand. */
    private record Count(RedisBuckets all, AsyncProxyManager<String> buckets, Policy policy, LimitSubject subject) {
        AsyncVerboseBucket bucket(NamedLimit limit) {
            return all.open(buckets, limit, subject);
        }
    }

    /**
     * @param local what counts while Redis is out
     * @param whenOut by policy; one that is not named counts locally
     * @param time the wall clock: replicas share what it says
     */
    public RedisBuckets(Redis redis, RateLimiter local, Map<String, WhenOut> whenOut, TimeMeter time) {
        this.redis = redis;
        this.local = local;
        this.whenOut = whenOut;
        this.time = time;
    }

    /** @throws ProblemException {@code limiter_unavailable} when Redis is out and the policy then lets nothing pass */
    @Override
    public Verdict take(Policy policy, LimitSubject subject) {
        return redis.ask(PURPOSE, client -> take(new Count(this, buckets(client), policy, subject), limit -> 1))
                .orElseGet(() -> {
                    check(policy);
                    return local.take(policy, subject);
                });
    }

    @Override
    public Verdict takeMore(Policy policy, LimitSubject subject, int more) {
        ToLongFunction<NamedLimit> cost = limit -> Math.min(more, subject.quota(limit) - 1);
        return redis.ask(PURPOSE, client -> take(new Count(this, buckets(client), policy, subject), cost))
                .orElseGet(() -> {
                    check(policy);
                    return local.takeMore(policy, subject, more);
                });
    }

    @Override
    public Verdict refund(Policy policy, LimitSubject subject) {
        return redis.ask(PURPOSE, client -> refund(new Count(this, buckets(client), policy, subject)))
                .orElseGet(() -> local.refund(policy, subject));
    }

    private void check(Policy policy) {
        if (whenOut.getOrDefault(policy.name(), WhenOut.LOCAL) == WhenOut.DENY) {
            throw new ProblemException(Failure.LIMITER_UNAVAILABLE).retryAfter(RETRY_AFTER);
        }
    }

    private CompletableFuture<Verdict> take(Count count, ToLongFunction<NamedLimit> cost) {
        return inOrder(
                        count.policy().limits(),
                        (limit, before) -> step(count, limit, cost.applyAsLong(limit), refused(before)))
                .thenCompose(steps -> refused(steps)
                        ? inOrder(steps, (step, before) -> givenBack(count, step))
                        : CompletableFuture.completedFuture(steps))
                .thenApply(RedisBuckets::verdict);
    }

    private CompletableFuture<Verdict> refund(Count count) {
        return inOrder(
                        count.policy().limits(),
                        (limit, before) -> givenBack(count, new Step(limit, full(count, limit), 1)))
                .thenApply(RedisBuckets::verdict);
    }

    private static boolean refused(List<Step> steps) {
        return steps.stream().anyMatch(step -> step.standing().refused());
    }

    /** Takes from one limit; after one has refused, only looks, so that the caller is told to wait for the slowest. */
    private static CompletableFuture<Step> step(Count count, NamedLimit limit, long tokens, boolean refused) {
        if (refused || tokens == 0) {
            return look(count, limit, tokens).thenApply(standing -> new Step(limit, standing, 0));
        }
        return count.bucket(limit).tryConsume(tokens).thenApply(result -> {
            boolean taken = result.getValue();
            return new Step(limit, standing(count, limit, result, !taken), taken ? tokens : 0);
        });
    }

    /** Opens no bucket: a flood of refused requests with made-up sessions must not fill Redis. */
    private static CompletableFuture<Standing> look(Count count, NamedLimit limit, long tokens) {
        return count.buckets()
                .getProxyConfiguration(key(limit, count.subject()))
                .thenCompose(known -> known.isEmpty()
                        ? CompletableFuture.completedFuture(full(count, limit))
                        : count.bucket(limit)
                                .getAvailableTokens()
                                .thenApply(result -> standing(count, limit, result, result.getValue() < tokens)));
    }

    private static CompletableFuture<Step> givenBack(Count count, Step step) {
        return step.taken() > 0
                ? count.bucket(step.limit())
                        .addTokens(step.taken())
                        .thenApply(result -> new Step(step.limit(), standing(count, step.limit(), result, false), 0))
                : CompletableFuture.completedFuture(step);
    }

    private interface Stage<T> {
        CompletableFuture<Step> run(T item, List<Step> before);
    }

    /** One after the other: what is taken from a limit depends on those before it. */
    private static <T> CompletableFuture<List<Step>> inOrder(List<T> items, Stage<T> stage) {
        CompletableFuture<List<Step>> all = CompletableFuture.completedFuture(List.of());
        for (T item : items) {
            all = all.thenCompose(before -> stage.run(item, before).thenApply(step -> {
                var more = new ArrayList<>(before);
                more.add(step);
                return more;
            }));
        }
        return all;
    }

    private static Verdict verdict(List<Step> steps) {
        return new Verdict(steps.stream().map(Step::standing).toList());
    }

    private static Standing full(Count count, NamedLimit limit) {
        Duration window = limit.limit().per().toJavaDuration();
        long quota = count.subject().quota(limit);
        return new Standing(limit.name(), quota, window, quota, window, false);
    }

    private static Standing standing(Count count, NamedLimit limit, VerboseResult<?> result, boolean refused) {
        Duration window = limit.limit().per().toJavaDuration();
        var now = result.getDiagnostics();
        long untilFull = now.calculateFullRefillingTime();
        return new Standing(
                limit.name(),
                count.subject().quota(limit),
                window,
                refused ? 0 : now.getAvailableTokens(),
                untilFull == 0 ? window : Duration.ofNanos(untilFull),
                refused);
    }

    private AsyncProxyManager<String> buckets(RedissonClient client) {
        return managers.computeIfAbsent(
                client,
                connected -> Bucket4jRedisson.casBasedBuilder(((Redisson) connected).getCommandExecutor())
                        .clientClock(time)
                        .expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEEP))
                        .build()
                        .asAsync()
                        .withMapper(Function.identity()));
    }

    /**
     * The way to one bucket, kept for a while: requests that come together share one command, for many that each compare
     * and swap by themselves would mostly lose against each other.
     */
    private AsyncVerboseBucket open(AsyncProxyManager<String> buckets, NamedLimit limit, LimitSubject subject) {
        return open.get(key(limit, subject), key -> {
            long quota = subject.quota(limit);
            BucketConfiguration configuration = BucketConfiguration.builder()
                    .addLimit(b -> b.capacity(quota)
                            .refillIntervally(quota, limit.limit().per().toJavaDuration()))
                    .build();
            return buckets.builder()
                    .withOptimization(Optimizations.batching())
                    .build(key, configuration)
                    .asVerbose();
        });
    }

    private static String key(NamedLimit limit, LimitSubject subject) {
        String counted = subject.bucket(limit) + "|" + subject.quota(limit) + "|"
                + limit.limit().per().toMilliseconds();
        String hash =
                Hashing.sha256().hashString(counted, StandardCharsets.UTF_8).toString();
        return "viva:limit:" + limit.name() + ":" + hash.substring(0, 32);
    }
}
