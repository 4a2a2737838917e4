package dev.viva.testing;

import com.codahale.metrics.MetricRegistry;
import dev.viva.problem.Secret;
import dev.viva.redis.Redis;
import dev.viva.redis.RedisConfiguration;
import io.dropwizard.util.Duration;

/** The service's Redis client, without the service. */
public final class RedisClients {
    private RedisClients() {}

    /** A client with a long timeout, so that a busy machine does not look like an outage. */
    public static Redis patient(RedisProcess process, MetricRegistry metrics) {
        return connect(process, metrics, Duration.seconds(20));
    }

    public static Redis connect(RedisProcess process, MetricRegistry metrics, Duration timeout) {
        return connect(
                new RedisConfiguration(
                        process.address(), RedisConfiguration.Mode.SINGLE, "mymaster", "", new Secret(""), timeout),
                metrics);
    }

    /** Waits until it is connected. */
    public static Redis connect(RedisConfiguration configuration, MetricRegistry metrics) {
        var redis = new Redis(configuration, metrics);
        redis.start();
        Until.isTrue("Redis is connected", redis::up);
        return redis;
    }
}
