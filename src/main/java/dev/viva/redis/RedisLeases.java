package dev.viva.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.redisson.api.RScript;
import org.redisson.client.codec.StringCodec;

/**
 * Leases in Redis, under {@code viva:lease:{name}} with the lease's time in milliseconds and the id of the holder.
 * Thread-safe.
 *
 * <p>While Redis is out, holders keep their leases, and a replica gets no others except for what it has just created.
 * No replica can then detect that a holder died. A replica that alone cannot reach Redis cannot distinguish that from
 * an outage. It may keep a lease that another replica took over, until it reaches Redis again. So a lease only saves
 * doing a job twice; doing it twice must be harmless.
 *
 * <p>A key outlives its lease by as long again, so a lease that expired differs from one that Redis lost. An expired or
 * released one goes to the first replica that asks. When Redis returns empty, the holder takes its lease again; another
 * replica gets it only if the holder has not done so for the time of a lease.
 */
public final class RedisLeases implements Leases {
    private static final String RELEASED = "-";
    /** For how long others can see that a lease was released. */
    private static final Duration KEEP_RELEASED = Duration.ofMinutes(1);

    private static final int MAX_MISSED = 100_000;

    private static final long HOLDS = 1;
    private static final long OTHER = 0;
    private static final long MISSING = -1;

    /**
     * 1: held, 0: another has it, -1: the key is missing and was not taken. An earlier version keeps its key for the
     * time of the lease only.
     */
    private static final String HOLD = """
            local holder = redis.call('GET', KEYS[1])
            if holder == false and ARGV[3] == '0' then
              return -1
            end
            local free = holder == false or holder == ARGV[4]
            if not free then
              local time, owner = string.match(holder, '^(%d+):(.+)$')
              free = owner == ARGV[1] or time ~= nil and redis.call('PTTL', KEYS[1]) <= tonumber(time)
            end
            if free then
              redis.call('SET', KEYS[1], ARGV[2] .. ':' .. ARGV[1], 'PX', 2 * ARGV[2])
              return 1
            end
            return 0
            """;

    private static final String RELEASE = """
            local holder = redis.call('GET', KEYS[1])
            if holder and string.match(holder, '^%d+:(.+)$') == ARGV[1] then
              redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
              return 1
            end
            return 0
            """;

    private final Redis redis;
    private final LongSupplier nanoTime;
    private final String self = UUID.randomUUID().toString();
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    /** By the lease of another replica: when its key was first missing, by the clock. */
    private final Cache<String, Long> missed;

    public RedisLeases(Redis redis) {
        this(redis, System::nanoTime);
    }

    /** @param nanoTime a monotonic clock, such as {@link System#nanoTime} */
    RedisLeases(Redis redis, LongSupplier nanoTime) {
        this.redis = redis;
        this.nanoTime = nanoTime;
        this.missed = Caffeine.newBuilder()
                .maximumSize(MAX_MISSED)
                .executor(Runnable::run)
                .build();
    }

    /** Leases in Redis. Without Redis, this is the only replica and gets every lease. */
    public static Leases in(Optional<Redis> redis) {
        return redis.<Leases>map(RedisLeases::new).orElseGet(Leases::alone);
    }

    @Override
    public boolean hold(String name, Duration time) {
        boolean known = held.contains(name);
        long answer = ask(name, time, known || isOverdue(name, time)).orElse(known ? HOLDS : OTHER);
        if (answer == MISSING) {
            missed.asMap().putIfAbsent(name, nanoTime.getAsLong());
        } else {
            missed.invalidate(name);
        }
        return note(name, answer == HOLDS);
    }

    /** Whether the lease has been missing for so long that its holder would have renewed it. */
    private boolean isOverdue(String name, Duration time) {
        Long since = missed.getIfPresent(name);
        return since != null && nanoTime.getAsLong() - since >= time.toNanos();
    }

    @Override
    public boolean claim(String name, Duration time) {
        return note(name, ask(name, time, true).orElse(HOLDS) == HOLDS);
    }

    private boolean note(String name, boolean acquired) {
        if (acquired) {
            held.add(name);
        } else {
            held.remove(name);
        }
        return acquired;
    }

    /** @param missing whether to take a lease whose key is missing */
    private Optional<Long> ask(String name, Duration time, boolean missing) {
        return redis.ask(
                "leases",
                client -> client.getScript(StringCodec.INSTANCE)
                        .evalAsync(
                                RScript.Mode.READ_WRITE,
                                HOLD,
                                RScript.ReturnType.LONG,
                                List.of(key(name)),
                                self,
                                String.valueOf(time.toMillis()),
                                missing ? "1" : "0",
                                RELEASED));
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
                                    self,
                                    RELEASED,
                                    String.valueOf(KEEP_RELEASED.toMillis())));
        }
    }

    @Override
    public boolean areShared() {
        return redis.up();
    }

    private static String key(String name) {
        return "viva:lease:" + name;
    }
}
