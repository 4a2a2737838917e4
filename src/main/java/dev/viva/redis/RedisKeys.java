package dev.viva.redis;

import com.codahale.metrics.MetricRegistry;
import dev.viva.metrics.Reading;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.redisson.api.RScript;
import org.redisson.client.codec.StringCodec;

/**
 * How many keys Redis holds, with and without an expiry; of a cluster, the server that answered. All of Viva's expire,
 * so the latter growing means a leak or another user of the same Redis. -1 while Redis is out or does not tell.
 */
final class RedisKeys {
    /** An operator may forbid INFO: no reason to count Redis as failed. */
    private static final String SCRIPT = """
            local info = redis.pcall('INFO', 'keyspace')
            if type(info) == 'table' then return 'unknown' end
            return info""";

    private static final Pattern DATABASE = Pattern.compile("(?m)^db\\d+:keys=(\\d+),expires=(\\d+)");

    /** Fields of {@link #DATABASE}. */
    private static final int KEYS = 1;

    private static final int EXPIRES = 2;
    private static final long UNKNOWN = -1;

    private RedisKeys() {}

    static void measure(Redis redis, MetricRegistry metrics) {
        new Reading<>(() -> info(redis))
                .publish(
                        metrics,
                        "viva.redis.keys.yes",
                        info -> info.map(text -> sum(text, EXPIRES)).orElse(UNKNOWN))
                .publish(
                        metrics,
                        "viva.redis.keys.no",
                        info -> info.map(text -> sum(text, KEYS) - sum(text, EXPIRES))
                                .orElse(UNKNOWN));
    }

    /** Names the databases that have keys; empty when it is not known. */
    private static Optional<String> info(Redis redis) {
        return redis.ask(
                        "keys",
                        client -> client.getScript(StringCodec.INSTANCE)
                                .<String>evalAsync(RScript.Mode.READ_ONLY, SCRIPT, RScript.ReturnType.VALUE))
                .filter(info -> info.startsWith("#"));
    }

    private static long sum(String info, int field) {
        long sum = 0;
        Matcher database = DATABASE.matcher(info);
        while (database.find()) {
            sum += Long.parseLong(database.group(field));
        }
        return sum;
    }
}
