package dev.viva.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import dev.viva.testing.RedisClients;
import dev.viva.testing.RedisProcess;
import dev.viva.testing.Until;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisLeasesTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    static Path folder;

    private static RedisProcess process;
    private static Redis redis;

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
        one = new RedisLeases(redis);
        two = new RedisLeases(redis);
    }

    @Test
    void holderRenewsItsLease() {
        assertThat(one.hold("call", LONG)).isTrue();
        assertThat(two.hold("call", LONG)).isFalse();
        assertThat(one.hold("call", LONG)).isTrue();
        assertThat(two.hold("another", LONG)).isTrue();
        assertThat(process.kept()).containsExactlyInAnyOrder("viva:lease:call", "viva:lease:another");
    }

    @Test
    void onlyTheHolderReleasesALease() {
        one.hold("call", LONG);
        two.release("call");
        assertThat(two.hold("call", LONG)).isFalse();
        one.release("call");
        Until.isTrue("the lease is free", () -> two.hold("call", LONG));
        assertThat(one.hold("call", LONG)).isFalse();
    }

    @Test
    void leaseExpiresWithoutRenewal() {
        one.hold("call", Duration.ofMillis(50));
        Until.isTrue("the lease expires", () -> two.hold("call", LONG));
        assertThat(one.hold("call", LONG)).isFalse();
    }

    @Test
    void holderKeepsItsLeaseDuringAnOutage() {
        one.hold("call", LONG);
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
    void firstClaimWinsAfterRedisLosesItsData() {
        one.hold("call", LONG);
        process.flush();
        assertThat(two.hold("call", LONG)).isTrue();
        assertThat(one.hold("call", LONG)).isFalse();
    }
}
