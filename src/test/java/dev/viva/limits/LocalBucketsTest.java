package dev.viva.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalBucketsTest extends RateLimiterContract {
    private final AtomicLong now = new AtomicLong();
    private final LocalBuckets buckets = new LocalBuckets(1_000, now::get);
    private final RateLimiter limiter = new BucketLimiter(buckets);

    @Override
    RateLimiter limiter() {
        return limiter;
    }

    @Override
    void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void removesRefilledBuckets() {
        var policy = Policy.of("api", List.of(limit(3, LimitKey.ADDRESS)));
        limiter.take(policy, subject("192.0.2.1", null));
        assertThat(buckets.size()).isEqualTo(1);
        pass(Duration.ofMinutes(1).plusNanos(1));
        assertThat(buckets.size()).isZero();
    }

    @Test
    void staysWithinItsBoundAndKeepsBusyBuckets() {
        var policy = Policy.of("api", List.of(limit(3, LimitKey.ADDRESS)));
        var busy = subject("192.0.2.1", null);
        for (int i = 0; i < 5_000; i++) {
            limiter.take(policy, subject("10.0." + i / 256 + "." + i % 256, null));
            if (i % 100 == 0) {
                limiter.take(policy, busy);
            }
        }
        assertThat(buckets.size()).isLessThanOrEqualTo(1_000);
        assertThat(limiter.take(policy, busy).allowed()).isFalse();
    }

    @Test
    void refusedRequestsForUnknownSessionsUseNoMemory() {
        var policy = Policy.of("relay", List.of(limit(1, LimitKey.ADDRESS), limit(1, LimitKey.SESSION)));
        IntStream.range(0, 100).forEach(i -> limiter.take(policy, subject("192.0.2.1", "ses_" + i)));
        assertThat(buckets.size()).isEqualTo(2);
    }
}
