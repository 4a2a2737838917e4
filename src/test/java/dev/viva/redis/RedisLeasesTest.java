package dev.viva.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import dev.viva.testing.RedisClients;
import dev.viva.testing.RedisProcess;
import dev.viva.testing.Until;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.params.SetParams;

class RedisLeasesTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    static Path folder;

    private static RedisProcess process;
    private static Redis redis;

    private final AtomicLong nanos = new AtomicLong();
    private Leases one;
    private Leases two;

    @BeforeAll
    static void start() {
        process = RedisProcess.start(folder);
        redis = RedisClients.patient(process, new MetricRegistry());
    }

    @AfterAll
    static void stop() throws Exception {
        redis.stop();
        process.close();
    }

    @BeforeEach
    void forget() {
        process.flush();
        one = new RedisLeases(redis, nanos::get);
        two = new RedisLeases(redis, nanos::get);
    }

    @Test
    void holderRenewsItsLease() {
        assertThat(one.claim("call", LONG)).isTrue();
        assertThat(two.hold("call", LONG)).isFalse();
        assertThat(one.hold("call", LONG)).isTrue();
        assertThat(two.claim("another", LONG)).isTrue();
        assertThat(process.kept()).containsExactlyInAnyOrder("viva:lease:call", "viva:lease:another");
    }

    @Test
    void onlyTheHolderReleasesALease() {
        one.claim("call", LONG);
        two.release("call");
        assertThat(two.hold("call", LONG)).isFalse();
        one.release("call");
        Until.isTrue("the lease is free", () -> two.hold("call", LONG));
        assertThat(one.hold("call", LONG)).isFalse();
    }

    @Test
    void leaseExpiresWithoutRenewal() {
        one.claim("call", Duration.ofMillis(50));
        Until.isTrue("the lease expires", () -> two.hold("call", LONG));
        assertThat(one.hold("call", LONG)).isFalse();
    }

    @Test
    void whoWantsALongerLeaseWaitsAsLong() {
        one.claim("call", LONG);
        assertThat(two.hold("call", LONG.multipliedBy(10))).isFalse();
    }

    @Test
    void holderKeepsItsLeaseDuringAnOutage() {
        one.claim("call", LONG);
        process.stop();
        try {
            assertThat(one.hold("call", LONG)).isTrue();
            assertThat(two.hold("call", LONG)).isFalse();
            assertThat(two.hold("another", LONG)).isFalse();
            assertThat(two.claim("made by two", LONG)).isTrue();
            assertThat(two.hold("made by two", LONG)).isTrue();
            assertThat(one.hold("made by two", LONG)).isFalse();
        } finally {
            process.startAgain();
        }
        Until.isTrue("Redis is connected again", redis::up);
        assertThat(one.hold("call", LONG)).isTrue();
        assertThat(two.hold("call", LONG)).isFalse();
        assertThat(two.hold("made by two", LONG)).isTrue();
        assertThat(one.claim("made by two", LONG)).isFalse();
    }

    @Test
    void holderTakesItsLeaseAgainAfterRedisLosesItsData() {
        one.claim("call", LONG);
        process.flush();
        assertThat(two.hold("call", LONG)).as("before the holder has asked").isFalse();
        assertThat(one.hold("call", LONG)).isTrue();
        nanos.addAndGet(LONG.toNanos());
        assertThat(two.hold("call", LONG)).isFalse();
    }

    @Test
    void aLostLeaseOfADeadReplicaIsTakenAfterItsTime() {
        one.claim("call", LONG);
        process.flush();
        assertThat(two.hold("call", LONG)).isFalse();
        nanos.addAndGet(LONG.toNanos() - 1);
        assertThat(two.hold("call", LONG)).isFalse();
        nanos.incrementAndGet();
        assertThat(two.hold("call", LONG)).isTrue();
        assertThat(one.hold("call", LONG)).as("it was not dead").isFalse();
    }

    @Test
    void keepsAwayFromTheLeaseOfAnEarlierVersion() {
        try (var client = process.client()) {
            client.set(
                    "viva:lease:call",
                    "6d0c62b1-2b7e-4f6e-9d3e-6f3f0f7f6f0e",
                    SetParams.setParams().px(5_000));
        }
        assertThat(one.hold("call", LONG)).isFalse();
        assertThat(one.claim("call", LONG)).isFalse();
    }
}
