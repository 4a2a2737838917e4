package dev.viva.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import dev.viva.limits.BucketLimiter;
import dev.viva.limits.Limit;
import dev.viva.limits.LimitKey;
import dev.viva.limits.LimitSubject;
import dev.viva.limits.LocalBuckets;
import dev.viva.limits.Policy;
import dev.viva.limits.RedisLimiter;
import dev.viva.problem.Secret;
import dev.viva.redis.Leases;
import dev.viva.redis.Redis;
import dev.viva.redis.RedisConfiguration;
import dev.viva.redis.RedisLeases;
import dev.viva.testing.RedisClients;
import dev.viva.testing.Until;
import io.dropwizard.util.Duration;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The state that two replicas share in one Redis: leases, buckets, wake-ups. */
final class SharedState implements AutoCloseable {
    private static final String TOPIC = "viva:test";
    private static final java.time.Duration LONG = java.time.Duration.ofMinutes(10);
    private static final Policy POLICY = Policy.of("api", List.of(new Limit(3, Duration.hours(1), LimitKey.ADDRESS)));

    private final Redis here;
    private final Redis there;
    private final Leases leasesHere;
    private final Leases leasesThere;
    private final RedisLimiter bucketsHere;
    private final RedisLimiter bucketsThere;
    private final Set<String> received = Collections.synchronizedSet(new HashSet<>());

    SharedState(String addresses, RedisConfiguration.Mode mode) {
        this(addresses, mode, "");
    }

    SharedState(String addresses, RedisConfiguration.Mode mode, String password) {
        var config =
                new RedisConfiguration(addresses, mode, "mymaster", "", new Secret(password), Duration.seconds(20));
        this.here = RedisClients.connect(config, new MetricRegistry());
        this.there = RedisClients.connect(config, new MetricRegistry());
        this.leasesHere = new RedisLeases(here);
        this.leasesThere = new RedisLeases(there);
        this.bucketsHere = buckets(here);
        this.bucketsThere = buckets(there);
        there.listen(TOPIC, received::add);
    }

    private static RedisLimiter buckets(Redis redis) {
        return new RedisLimiter(
                redis,
                new BucketLimiter(new LocalBuckets(1_000, System::nanoTime)),
                Map.of(),
                System::currentTimeMillis,
                System::nanoTime);
    }

    boolean up() {
        return here.up() && there.up();
    }

    /** One replica takes leases, the other gets none. There are enough for each node of a cluster. */
    void takesLeases(String name, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(leasesHere.claim(name + i, LONG)).isTrue();
        }
        keepsLeases(name, count);
    }

    /** The leases taken before are still valid. */
    void keepsLeases(String name, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(leasesThere.hold(name + i, LONG)).as(name + i).isFalse();
            assertThat(leasesHere.hold(name + i, LONG)).as(name + i).isTrue();
        }
    }

    void releases(String name) {
        leasesHere.release(name);
        Until.isTrue("the lease is free", () -> leasesThere.hold(name, LONG));
    }

    /** Each replica takes one of three tokens from each bucket. */
    void takesTwoOfThree(int network, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(bucketsHere.take(POLICY, subject(network, i)).tightest().remaining())
                    .isEqualTo(2);
            assertThat(bucketsThere.take(POLICY, subject(network, i)).tightest().remaining())
                    .isEqualTo(1);
        }
    }

    /** After {@link #takesTwoOfThree}. */
    void takesTheLast(int network, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(bucketsHere.take(POLICY, subject(network, i)).tightest().remaining())
                    .isZero();
            assertThat(bucketsThere.take(POLICY, subject(network, i)).allowed()).isFalse();
        }
    }

    private static LimitSubject subject(int network, int i) {
        try {
            byte[] address = {(byte) 192, 0, (byte) network, (byte) i};
            return new LimitSubject(InetAddress.getByAddress(address), LimitSubject.Share.ALONE, null, null);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /** Messages may be lost, so one of several must arrive. */
    void delivers(String message) {
        Until.isTrue("a wake-up is received", () -> {
            here.send(TOPIC, message);
            return received.contains(message);
        });
    }

    @Override
    public void close() throws Exception {
        here.stop();
        there.stop();
    }
}
