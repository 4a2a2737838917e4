package dev.viva.testing;

import com.codahale.metrics.MetricRegistry;
import dev.viva.problem.Secret;
import dev.viva.redis.Redis;
import dev.viva.redis.RedisConfiguration;
import io.dropwizard.util.Duration;

/** The service's own way to a Redis, without the service. */
public final class RedisClients {
    private RedisClients() {}

    /** One that waits long, so that a busy machine is not taken for an outage. */
    public static Redis patient(RedisProcess process, MetricRegistry metrics) {
        return connect(process, metrics, Duration.seconds(2));
    }

    public static Redis connect(RedisProcess process, MetricRegistry metrics, Duration timeout) {
        return connect(
                new RedisConfiguration(
                        process.address(), RedisConfiguration.Mode.SINGLE, "mymaster", "", new Secret(""), timeout),
                metrics);
    }

    /** Waits until it is found. */
    public static Redis connect(RedisConfiguration configuration, MetricRegistry metrics) {
        var redis = new Redis(configuration, metrics);
        redis.start();
        Until.isTrue("Redis is connected", redis::up);
        return redis;
    }
}
