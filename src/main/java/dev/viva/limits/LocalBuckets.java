package dev.viva.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.viva.limits.Policy.NamedLimit;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.VerboseBucket;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Buckets in this process. A bucket's window opens with its first request and is refilled at its end. So the remaining
 * quota and time in replies are exact. Thread-safe.
 */
public final class LocalBuckets {
    /** A bucket, and how long after its last use it is full again and may be dropped. */
    private record Kept(VerboseBucket bucket, Duration window) {}

    private final Cache<String, Kept> buckets;
    private final TimeMeter time;

    /**
     * @param maxBuckets when there are more, the least used are dropped
     * @param nanoTime a monotonic clock, such as {@link System#nanoTime}
     */
    public LocalBuckets(int maxBuckets, LongSupplier nanoTime) {
        time = new Ticks(nanoTime);
        buckets = Caffeine.newBuilder()
                .maximumSize(maxBuckets)
                .expireAfter(Expiry.accessing((String key, Kept kept) -> kept.window()))
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /** The bucket of a limit for a subject. Creates a full one when there is none. */
    VerboseBucket open(NamedLimit limit, LimitSubject subject) {
        return buckets.get(subject.bucket(limit), key -> create(limit, subject)).bucket();
    }

    /** The existing bucket, if any. Creates none. */
    Optional<VerboseBucket> existing(NamedLimit limit, LimitSubject subject) {
        return Optional.ofNullable(buckets.getIfPresent(subject.bucket(limit))).map(Kept::bucket);
    }

    /** The number of buckets. */
    long size() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    private Kept create(NamedLimit limit, LimitSubject subject) {
        long quota = subject.quota(limit);
        Duration window = limit.limit().per().toJavaDuration();
        Bucket bucket = Bucket.builder()
                .addLimit(b -> b.capacity(quota).refillIntervally(quota, window))
                .withCustomTimePrecision(time)
                .build();
        return new Kept(bucket.asVerbose(), window);
    }

    private record Ticks(LongSupplier nanoTime) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return nanoTime.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
