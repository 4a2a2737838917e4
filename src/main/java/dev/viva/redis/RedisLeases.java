package dev.viva.redis;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.redisson.api.RScript;
import org.redisson.client.codec.StringCodec;

/**
 * Leases in Redis, under {@code viva:lease:{name}} with the id of the holder. Thread-safe.
 *
 * <p>While Redis is out, holders keep their leases, and a replica gets no others except for what it has just created.
 * No replica can then detect that a holder died. A replica that alone cannot reach Redis cannot distinguish that from
 * an outage. It may keep a lease that another replica took over, until it reaches Redis again. So a lease only saves
 * doing a job twice; doing it twice must be harmless. When Redis returns empty, the first replica to ask gets the
 * lease. That is usually the holder, which renews it several times before it expires.
 */
public final class RedisLeases implements Leases {
    private static final String HOLD = """
            local holder = redis.call('GET', KEYS[1])
            if holder == false or holder == ARGV[1] then
              redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
              return 1
            end
            return 0
            """;
    private static final String RELEASE = """
            if redis.call('GET', KEYS[1]) == ARGV[1] then
              return redis.call('DEL', KEYS[1])
            end
            return 0
            """;

    private final Redis redis;
    private final String self = UUID.randomUUID().toString();
    private final Set<String> held = ConcurrentHashMap.newKeySet();

    public RedisLeases(Redis redis) {
        this.redis = redis;
    }

    /** Leases in Redis. Without Redis, this is the only replica and gets every lease. */
    public static Leases in(Optional<Redis> redis) {
        return redis.<Leases>map(RedisLeases::new).orElseGet(Leases::alone);
    }

    @Override
    public boolean hold(String name, Duration time) {
        return hold(name, time, held.contains(name));
    }

    @Override
    public boolean claim(String name, Duration time) {
        return hold(name, time, true);
    }

    private boolean hold(String name, Duration time, boolean whileRedisIsOut) {
        Optional<Long> answer = redis.ask(
                "leases",
                client -> client.getScript(StringCodec.INSTANCE)
                        .evalAsync(
                                RScript.Mode.READ_WRITE,
                                HOLD,
                                RScript.ReturnType.LONG,
                                List.of(key(name)),
                                self,
                                String.valueOf(time.toMillis())));
        boolean acquired = answer.map(one -> one == 1).orElse(whileRedisIsOut);
        if (acquired) {
            held.add(name);
        } else {
            held.remove(name);
        }
        return acquired;
    }

    @Override
    public void release(String name) {
        if (held.remove(name)) {
            redis.submit(
                    "leases",
                    client -> client.getScript(StringCodec.INSTANCE)
                            .<Long>evalAsync(
                                    RScript.Mode.READ_WRITE,
                                    RELEASE,
                                    RScript.ReturnType.LONG,
                                    List.of(key(name)),
                                    self));
        }
    }

    private static String key(String name) {
        return "viva:lease:" + name;
    }
}
