package dev.viva.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricRegistry;
import com.google.common.util.concurrent.Futures;
import dev.viva.limits.Verdict.Standing;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.redis.Redis;
import dev.viva.testing.RedisClients;
import dev.viva.testing.RedisProcess;
import dev.viva.testing.Until;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisLimiterTest extends RateLimiterContract {
    @TempDir
    static Path folder;

    private static final AtomicLong NOW = new AtomicLong();
    private static final MetricRegistry METRICS = new MetricRegistry();
    private static final Policy POLICY = Policy.of("api", List.of(limit(3, LimitKey.ADDRESS)));
    private static final Policy STRICT = Policy.of("voice-token", List.of(limit(3, LimitKey.ADDRESS)));
    private static RedisProcess process;
    private static Redis redis;

    private RateLimiter limiter;

    @BeforeAll
    static void start() {
        process = RedisProcess.start(folder);
        redis = RedisClients.patient(process, METRICS);
    }

    @AfterAll
    static void stop() throws Exception {
        redis.stop();
        process.close();
    }

    @BeforeEach
    void forget() {
        process.flush();
        limiter = limiter(redis);
    }

    @Override
    RateLimiter limiter() {
        return limiter;
    }

    @Override
    void pass(Duration time) {
        NOW.addAndGet(time.toNanos());
    }

    private static RateLimiter limiter(Redis redis) {
        return new RedisLimiter(
                redis,
                new BucketLimiter(new LocalBuckets(1_000, NOW::get)),
                Map.of("voice-token", WhenOut.DENY),
                () -> TimeUnit.NANOSECONDS.toMillis(NOW.get()),
                NOW::get);
    }

    @Test
    void replicasShareABucket() throws Exception {
        var another = RedisClients.patient(process, new MetricRegistry());
        try {
            var me = subject("192.0.2.1", null);
            limiter.take(POLICY, me);
            assertThat(limiter(another).take(POLICY, me).tightest().remaining()).isEqualTo(1);
            assertThat(limiter.take(POLICY, me).tightest().remaining()).isZero();
            assertThat(limiter(another).take(POLICY, me).allowed()).isFalse();
        } finally {
            another.stop();
        }
    }

    @Test
    void keysHideTheAddressAndExpireWithTheBucket() {
        limiter.take(POLICY, subject("192.0.2.1", null));

        assertThat(process.kept()).singleElement().satisfies(key -> {
            assertThat(key).matches("viva:limit:\\{viva}:api:[0-9a-f]{32}");
            try (var client = process.client()) {
                assertThat(client.pttl(key))
                        .isBetween(1L, Duration.ofSeconds(70).toMillis());
            }
        });
    }

    @Test
    void changedQuotaStartsANewBucket() {
        var me = subject("192.0.2.1", null);
        limiter.take(POLICY, me);
        var wider = Policy.of("api", List.of(limit(10, LimitKey.ADDRESS)));
        assertThat(limiter.take(wider, me).tightest().remaining()).isEqualTo(9);
    }

    @Test
    void refusedRequestsForUnknownSessionsUseNoMemory() {
        var policy = Policy.of("relay", List.of(limit(1, LimitKey.ADDRESS), limit(1, LimitKey.SESSION)));
        IntStream.range(0, 20).forEach(i -> limiter.take(policy, subject("192.0.2.1", "ses_" + i)));
        assertThat(process.keys("viva:limit:*")).hasSize(2);
    }

    @Test
    void asksOnceForAllLimitsOfARequest() {
        var policy = Policy.of("relay", List.of(limit(30, LimitKey.ADDRESS), limit(30, LimitKey.SESSION)));
        long before = scripts();
        IntStream.range(0, 30).forEach(i -> limiter.take(policy, subject("192.0.2.1", "ses_one")));
        assertThat(scripts() - before).as("with some probes between").isBetween(30L, 55L);
    }

    /** A block of 1,600 is 100, and one of 480 is 30. */
    @Test
    void takesGreatQuotasInBlocks() {
        var policy = Policy.of("relay", List.of(limit(1_600, LimitKey.ADDRESS), limit(480, LimitKey.SESSION)));
        var me = subject("192.0.2.1", "ses_one");
        long before = scripts();
        for (long i = 1; i <= 480; i++) {
            assertThat(limiter.take(policy, me).standings())
                    .extracting(Standing::remaining)
                    .containsExactly(1_600 - i, 480 - i);
        }
        assertThat(scripts() - before).as("16 + 3, with some probes between").isBetween(16L, 100L);
        assertThat(limiter.take(policy, me).violated()).containsExactly("relay-session");
        assertThat(limiter.refund(policy, me).standings())
                .extracting(Standing::remaining)
                .containsExactly(1_121L, 1L);
        pass(Duration.ofMinutes(1));
        assertThat(limiter.take(policy, me).standings())
                .extracting(Standing::remaining)
                .containsExactly(1_599L, 479L);
    }

    /** As of a campus: a sixteenth is 1,000. */
    @Test
    void asksSeldomForAnAddressOfMany() {
        var policy = Policy.of("relay", List.of(limit(16_000, LimitKey.ADDRESS)));
        var campus = subject("192.0.2.1", null);
        long before = scripts();
        for (int i = 0; i < 2_000; i++) {
            limiter.take(policy, campus);
        }
        assertThat(scripts() - before).as("2, with some probes between").isBetween(2L, 25L);
    }

    @Test
    void blocksOfReplicasNeverExceedTheQuota() throws Exception {
        var policy = Policy.of("relay", List.of(limit(160, LimitKey.SESSION)));
        var me = subject("192.0.2.1", "ses_one");
        List<RateLimiter> replicas = List.of(limiter, limiter(redis), limiter(redis));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long passed = IntStream.range(0, 400)
                    .mapToObj(i -> threads.submit(
                            () -> replicas.get(i % 3).take(policy, me).allowed()))
                    .toList()
                    .stream()
                    .filter(each -> Futures.getUnchecked(each))
                    .count();
            assertThat(passed).as("two others hold 9 at most").isBetween(160L - 18, 160L);
        }
    }

    @Test
    void concurrentRequestsUseAllBlocksOfTheirReplica() {
        var policy = Policy.of("relay", List.of(limit(320, LimitKey.ADDRESS), limit(160, LimitKey.SESSION)));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long passed = IntStream.range(0, 600)
                    .mapToObj(i -> threads.submit(() -> limiter.take(policy, subject("192.0.2.1", "ses_" + i % 2))
                            .allowed()))
                    .toList()
                    .stream()
                    .filter(each -> Futures.getUnchecked(each))
                    .count();
            assertThat(passed).isEqualTo(320);
        }
    }

    @Test
    void asksNotAgainAtOnceForWhomItRefuses() {
        var me = subject("192.0.2.1", null);
        IntStream.range(0, 4).forEach(i -> limiter.take(POLICY, me));
        long before = scripts();
        IntStream.range(0, 200)
                .forEach(i -> assertThat(limiter.take(POLICY, me).allowed()).isFalse());
        assertThat(scripts() - before).as("some probes alone").isLessThan(50L);
        assertThat(limiter.take(POLICY, subject("192.0.2.2", null)).allowed()).isTrue();

        limiter.refund(POLICY, me);
        assertThat(limiter.take(POLICY, me).allowed()).isTrue();
    }

    /** What another replica gave back counts a second later. */
    @Test
    void rememberedRefusalEnds() throws Exception {
        var me = subject("192.0.2.1", null);
        IntStream.range(0, 3).forEach(i -> limiter.take(POLICY, me));
        Duration first = limiter.take(POLICY, me).tightest().reset();
        pass(Duration.ofMillis(500));
        assertThat(limiter.take(POLICY, me).tightest().reset()).isEqualTo(first.minusMillis(500));
        limiter(redis).refund(POLICY, me);
        pass(Duration.ofMillis(501));
        assertThat(limiter.take(POLICY, me).allowed()).isTrue();
    }

    /** How many scripts Redis has run. */
    private static long scripts() {
        try (var client = process.client()) {
            var calls = Pattern.compile("cmdstat_eval(?:sha)?:calls=(\\d+)").matcher(client.info("commandstats"));
            return calls.results()
                    .mapToLong(found -> Long.parseLong(found.group(1)))
                    .sum();
        }
    }

    @Test
    void countsLocallyOrRefusesDuringAnOutageAndReturns() {
        var me = subject("192.0.2.1", null);
        limiter.take(POLICY, me);
        process.stop();
        try {
            long before = METRICS.counter("viva.redis.bypass.limits").getCount();
            assertThat(limiter.take(POLICY, me).tightest().remaining()).isEqualTo(2);
            assertThat(limiter.take(POLICY, me).tightest().remaining()).isEqualTo(1);
            assertThatThrownBy(() -> limiter.take(STRICT, me)).isInstanceOfSatisfying(ProblemException.class, e -> {
                assertThat(e.failure()).isEqualTo(Failure.LIMITER_UNAVAILABLE);
                assertThat(e.retryAfter()).isPositive();
            });
            assertThat(METRICS.counter("viva.redis.bypass.limits").getCount()).isEqualTo(before + 3);
        } finally {
            process.startAgain();
        }
        Until.isTrue("Redis is connected again", redis::up);
        assertThat(limiter.take(STRICT, me).allowed()).isTrue();
        assertThat(process.keys("viva:limit:*")).hasSize(1);
    }
}
