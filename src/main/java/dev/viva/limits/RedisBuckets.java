package dev.viva.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.hash.Hashing;
import dev.viva.limits.Policy.NamedLimit;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.VerboseBucket;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import io.github.bucket4j.redis.redisson.Bucket4jRedisson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;

/**
 * Buckets in Redis that all replicas share, under {@code viva:limit:{name of the limit}:{hash of the subject}}. Each is
 * kept until it is full again. The hash keeps addresses out of Redis. It also covers the quota and the window, so that
 * a changed limit starts with a full bucket. Thread-safe.
 */
final class RedisBuckets implements BucketSource {
    /** Added to the time until a bucket is full again, because the clocks of replicas may differ a little. */
    private static final Duration KEEP = Duration.ofSeconds(10);
    /** Each retry means that another replica changed the bucket first. */
    private static final int MAX_RETRIES = 32;

    private static final int MAX_OPEN = 10_000;

    private final ProxyManager<String> manager;
    private final Cache<String, VerboseBucket> open = Caffeine.newBuilder()
            .maximumSize(MAX_OPEN)
            .expireAfterAccess(Duration.ofMinutes(1))
            .build();

    /**
     * @param timeout bounds one command to a bucket, with its retries
     * @param time the wall clock, because replicas share its values
     */
    RedisBuckets(RedissonClient client, Duration timeout, TimeMeter time) {
        this.manager = Bucket4jRedisson.casBasedBuilder(((Redisson) client).getCommandExecutor())
                .clientClock(time)
                .requestTimeout(timeout)
                .maxRetries(MAX_RETRIES)
                .expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEEP))
                .build();
    }

    /**
     * Keeps the proxy open for a while, so that concurrent requests share one command. Many separate compare-and-swap
     * commands would mostly fail because of each other.
     */
    @Override
    public VerboseBucket open(NamedLimit limit, LimitSubject subject) {
        return open.get(key(limit, subject), key -> {
            long quota = subject.quota(limit);
            BucketConfiguration configuration = BucketConfiguration.builder()
                    .addLimit(b -> b.capacity(quota)
                            .refillIntervally(quota, limit.limit().per().toJavaDuration()))
                    .build();
            return manager.builder()
                    .withOptimization(Optimizations.batching())
                    .build(key, configuration)
                    .asVerbose();
        });
    }

    @Override
    public Optional<VerboseBucket> existing(NamedLimit limit, LimitSubject subject) {
        return manager.getProxyConfiguration(key(limit, subject)).map(known -> open(limit, subject));
    }

    private static String key(NamedLimit limit, LimitSubject subject) {
        String counted = subject.bucket(limit) + "|" + subject.quota(limit) + "|"
                + limit.limit().per().toMilliseconds();
        String hash =
                Hashing.sha256().hashString(counted, StandardCharsets.UTF_8).toString();
        return "viva:limit:" + limit.name() + ":" + hash.substring(0, 32);
    }
}
