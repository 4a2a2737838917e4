package dev.viva;

import dev.viva.limits.LocalBuckets;
import dev.viva.limits.RateLimiter;
import dev.viva.limits.RedisBuckets;
import dev.viva.model.RedisState;
import dev.viva.redis.Broadcast;
import dev.viva.redis.Leases;
import dev.viva.redis.Redis;
import dev.viva.redis.RedisLeases;
import dev.viva.voice.LocalTokens;
import dev.viva.voice.RedisTokens;
import dev.viva.voice.RtcTokens;
import io.dropwizard.core.setup.Environment;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What replicas share beside the database: in Redis where there is one, else each has its own. */
record ReplicaState(
        RateLimiter limiter, RtcTokens tokens, Leases leases, Broadcast broadcast, Supplier<RedisState> state) {

    static ReplicaState of(VivaConfiguration config, Environment environment, Clock clock) {
        var buckets = new LocalBuckets(config.limits.maxBuckets(), System::nanoTime);
        var tokens = new LocalTokens(clock);
        if (!config.redis.on()) {
            return new ReplicaState(buckets, tokens, Leases.alone(), Broadcast.alone(), () -> RedisState.OFF);
        }
        var redis = new Redis(config.redis, environment.metrics());
        environment.lifecycle().manage(redis);
        return new ReplicaState(
                new RedisBuckets(redis, buckets, config.limits.whenOut(), wall(clock)),
                new RedisTokens(redis, tokens, clock),
                new RedisLeases(redis),
                redis,
                () -> redis.up() ? RedisState.UP : RedisState.DOWN);
    }

    private static TimeMeter wall(Clock clock) {
        return new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return TimeUnit.MILLISECONDS.toNanos(clock.millis());
            }

            @Override
            public boolean isWallClockBased() {
                return true;
            }
        };
    }
}
