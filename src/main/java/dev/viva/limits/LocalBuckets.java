package dev.viva.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.viva.limits.Policy.NamedLimit;
import dev.viva.limits.Verdict.Standing;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * Buckets in this process. A window opens with a bucket's first request and is refilled at its end, so that what is
 * answered as left until then is exact. Thread-safe.
 */
public final class LocalBuckets implements RateLimiter {
    /** A bucket and how long after its last use it is full again, and so may be forgotten. */
    private record Held(Bucket bucket, Duration window) {}

    private final Cache<String, Held> buckets;
    private final TimeMeter time;

    /**
     * @param maxBuckets how many are kept; beyond it the least used are forgotten, which the busy ones are not
     * @param nanoTime a clock that only goes forward, such as {@link System#nanoTime}
     */
    public LocalBuckets(int maxBuckets, LongSupplier nanoTime) {
        time = new Ticks(nanoTime);
        buckets = Caffeine.newBuilder()
                .maximumSize(maxBuckets)
                .expireAfter(Expiry.accessing((String key, Held held) -> held.window()))
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Verdict take(Policy policy, LimitSubject subject) {
        return take(policy, subject, limit -> 1);
    }

    @Override
    public Verdict takeMore(Policy policy, LimitSubject subject, int more) {
        return take(policy, subject, limit -> Math.min(more, subject.quota(limit) - 1));
    }

    private Verdict take(Policy policy, LimitSubject subject, ToLongFunction<NamedLimit> cost) {
        var refused = new ArrayList<NamedLimit>();
        var taken = new ArrayList<NamedLimit>();
        for (NamedLimit limit : policy.limits()) {
            long tokens = cost.applyAsLong(limit);
            if (!refused.isEmpty()) {
                if (remaining(limit, subject) < tokens) {
                    refused.add(limit); // so that the caller is told to wait for the slowest of them
                }
            } else if (tokens == 0 || bucket(limit, subject).tryConsume(tokens)) {
                taken.add(limit);
            } else {
                refused.add(limit);
            }
        }
        if (!refused.isEmpty()) {
            taken.forEach(limit -> giveBack(limit, subject, cost.applyAsLong(limit)));
        }
        return verdict(policy, subject, refused);
    }

    private void giveBack(NamedLimit limit, LimitSubject subject, long tokens) {
        if (tokens > 0) {
            bucket(limit, subject).addTokens(tokens);
        }
    }

    @Override
    public Verdict refund(Policy policy, LimitSubject subject) {
        policy.limits().forEach(limit -> bucket(limit, subject).addTokens(1));
        return verdict(policy, subject, List.of());
    }

    /** How many are remembered now. */
    long size() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    private Verdict verdict(Policy policy, LimitSubject subject, List<NamedLimit> refused) {
        return new Verdict(policy.limits().stream()
                .map(limit -> standing(limit, subject, refused.contains(limit)))
                .toList());
    }

    private Standing standing(NamedLimit limit, LimitSubject subject, boolean refused) {
        Duration window = limit.limit().per().toJavaDuration();
        Held held = buckets.getIfPresent(subject.bucket(limit));
        if (held == null) {
            return new Standing(limit.name(), subject.quota(limit), window, subject.quota(limit), window, refused);
        }
        var now = held.bucket().asVerbose().getAvailableTokens();
        long untilFull = now.getDiagnostics().calculateFullRefillingTime();
        return new Standing(
                limit.name(),
                subject.quota(limit),
                window,
                refused ? 0 : now.getValue(),
                untilFull == 0 ? window : Duration.ofNanos(untilFull),
                refused);
    }

    /** Opens no bucket: a flood of refused requests with made-up sessions must not fill the memory. */
    private long remaining(NamedLimit limit, LimitSubject subject) {
        return standing(limit, subject, false).remaining();
    }

    private Bucket bucket(NamedLimit limit, LimitSubject subject) {
        return buckets.get(subject.bucket(limit), key -> open(limit, subject)).bucket();
    }

    private Held open(NamedLimit limit, LimitSubject subject) {
        long quota = subject.quota(limit);
        Duration window = limit.limit().per().toJavaDuration();
        Bucket bucket = Bucket.builder()
                .addLimit(b -> b.capacity(quota).refillIntervally(quota, window))
                .withCustomTimePrecision(time)
                .build();
        return new Held(bucket, window);
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
