package dev.viva.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import dev.viva.testing.RedisClients;
import dev.viva.testing.RedisProcess;
import dev.viva.testing.Until;
import io.dropwizard.util.Duration;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When commands reach Redis. Tests simulate timeouts; the reactions are real. */
class RedisTest {
    @TempDir
    Path folder;

    private final MetricRegistry metrics = new MetricRegistry();
    private final AtomicInteger asked = new AtomicInteger();
    private RedisProcess process;
    private Redis redis;
    private long outagesBefore;

    @BeforeEach
    void start() {
        process = RedisProcess.start(folder);
        connect(Duration.seconds(2)); // a pause lasts two of them
    }

    /** @param timeout long enough for a probe on a busy machine */
    private void connect(Duration timeout) {
        redis = RedisClients.connect(process, metrics, timeout);
        outagesBefore = count("outages");
    }

    @AfterEach
    void stop() throws Exception {
        redis.stop();
        process.close();
    }

    @Test
    void oneSlowReplyIsNoOutage() throws Exception {
        redis.stop();
        connect(Duration.seconds(5));
        assertThat(askInVain()).isEmpty();

        assertThat(redis.up()).isTrue();
        assertThat(count("late.test")).isEqualTo(1);
        Until.isTrue("Redis is connected", () -> ask().isPresent());
        assertThat(outages()).isZero();
    }

    @Test
    void skipsCommandsAfterATimeoutUntilAProbe() {
        process.pause();
        askInVain();

        assertThat(ask()).isEmpty();
        assertThat(asked).as("commands while Redis is in question or out").hasValue(0);
        Until.isTrue("the probe notices the outage", () -> !redis.up());
        assertThat(ask()).isEmpty();
        assertThat(asked).hasValue(0);
        assertThat(outages()).isEqualTo(1);

        process.resume();
        Until.isTrue("commands reach Redis again", () -> ask().isPresent());
        assertThat(redis.up()).isTrue();
        assertThat(outages()).isEqualTo(1);
    }

    @Test
    void concurrentTimeoutsAreOneOutage() throws Exception {
        process.pause();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = IntStream.range(0, 50)
                    .mapToObj(i -> callers.submit(this::askInVain))
                    .toList();
            for (Future<Optional<String>> one : waiting) {
                assertThat(one.get()).isEmpty();
            }
        }
        Until.isTrue("the probe notices the outage", () -> !redis.up());

        process.resume();
        Until.isTrue("commands reach Redis again", () -> ask().isPresent());
        assertThat(outages()).isEqualTo(1);
        assertThat(count("bypass.test")).isGreaterThanOrEqualTo(50);
    }

    @Test
    void messagesToASlowRedisDoNotPileUp() {
        process.pause();
        for (int i = 0; i < 100; i++) {
            redis.send("topic", "x".repeat(100_000));
        }
        assertThat(count("bypass.wake")).as("skipped at once").isGreaterThanOrEqualTo(50);

        process.resume();
        var heard = new AtomicInteger();
        redis.listen("later", message -> heard.incrementAndGet());
        Until.isTrue("messages are published again", () -> {
            redis.send("later", "x");
            return heard.get() > 0;
        });
    }

    @Test
    void eachProbeWritesAShortLivedKey() {
        try (var client = process.client()) {
            Until.isTrue("a probe has written", () -> client.exists("viva:probe"));
            assertThat(client.pttl("viva:probe")).isBetween(-2L, 2_000L).isNotEqualTo(-1);
        }
    }

    @Test
    void countsTheKeysThatExpireAndThoseThatDoNot() {
        RedisKeys.measure(redis, metrics);
        try (var client = process.client()) {
            Until.isTrue("a probe has written", () -> client.exists("viva:probe"));
            client.set("lasting", "1");
            Until.isTrue("the lasting key is counted", () -> keys("no") == 1);
            client.psetex("passing", 600_000, "1");
            client.psetex("passing too", 600_000, "1");
            Until.isTrue("the others are counted", () -> keys("yes") >= 2);
        }

        process.pause();
        Until.isTrue("the probe notices the outage", () -> !redis.up());
        assertThat(keys("yes")).isEqualTo(-1);
        process.resume();
    }

    private long keys(String expire) {
        Gauge<?> gauge = Objects.requireNonNull(metrics.getGauges().get("viva.redis.keys." + expire));
        return ((Number) gauge.getValue()).longValue();
    }

    @Test
    void readOnlyRedisIsOutUntilItAcceptsWrites() {
        process.demote();
        Until.isTrue("Redis is out", () -> !redis.up());
        long looks = looks();
        Until.isTrue("several probes are answered", () -> looks() >= looks + 3);

        assertThat(redis.up()).isFalse();
        assertThat(outages()).as("outages, not failed writes").isEqualTo(1);

        process.promote();
        Until.isTrue("Redis is back", () -> ask().isPresent());
        assertThat(outages()).isEqualTo(1);
    }

    /** The number of scripts sent to Redis, failed ones included. */
    private long looks() {
        try (var client = process.client()) {
            return client.info("commandstats")
                    .lines()
                    .filter(line -> line.startsWith("cmdstat_eval"))
                    .mapToLong(line -> Long.parseLong(line.replaceFirst("[^=]*=(\\d+).*", "$1")))
                    .sum();
        }
    }

    private Optional<String> askInVain() {
        return redis.ask("test", client -> new CompletableFuture<>());
    }

    private Optional<String> ask() {
        return redis.ask("test", client -> {
            asked.incrementAndGet();
            return CompletableFuture.completedFuture("here");
        });
    }

    /** Since the client connected: the first probe may have been too slow. */
    private long outages() {
        return count("outages") - outagesBefore;
    }

    private long count(String name) {
        return metrics.counter("viva.redis." + name).getCount();
    }
}
