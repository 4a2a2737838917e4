package dev.viva.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.redisson.Redisson;
import org.redisson.api.RScript;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;

/**
 * What can be learnt of a Redis by one connection.
 *
 * @param fault why the service would count it as out, and what to do; empty when it would not
 * @param time of the server; the epoch while there is a fault
 * @param policy what it evicts when it is full; blank if there is no bound, or it does not say
 */
public record RedisFacts(Optional<String> fault, Instant time, String policy) {
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final Set<String> RIGHT = Set.of("", "volatile-lru", "volatile-lfu", "allkeys-lru", "allkeys-lfu");

    /** For all replicas, which find nothing in it for them. */
    private static final String MESSAGE = "{\"from\":\"doctor\"}";

    private static final String UNCONFIRMED = "SUBSCRIPTION NOT CONFIRMED";

    /** Connects, writes the key that the service's own probe writes, uses its topic, and disconnects. */
    public static RedisFacts of(RedisConfiguration config) {
        RedissonClient client = null;
        try {
            client = Redisson.create(config.client());
            Redis.write(client).get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
            useTopic(client.getTopic(Broadcast.WAKE, StringCodec.INSTANCE));
            return new RedisFacts(Optional.empty(), time(client), policy(client));
        } catch (ExecutionException | TimeoutException | RedisException e) {
            return new RedisFacts(Optional.of(inWords(e)), Instant.EPOCH, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new RedisFacts(Optional.of("was not asked."), Instant.EPOCH, "");
        } finally {
            if (client != null) {
                client.shutdown(0, 2, TimeUnit.SECONDS);
            }
        }
    }

    private static void useTopic(RTopic topic) throws ExecutionException, TimeoutException, InterruptedException {
        topic.publishAsync(MESSAGE).get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
        try {
            topic.addListenerAsync(String.class, (name, message) -> {}).get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new RedisException(UNCONFIRMED, e); // the client waits on when a subscription is refused
        }
    }

    /** Whether a full one refuses writes or drops leases and RTC tokens first. */
    public boolean evictsLeases() {
        return !RIGHT.contains(policy);
    }

    private static Instant time(RedissonClient client) {
        return Instant.ofEpochSecond(Long.parseLong(script(client, "return redis.call('TIME')[1]")));
    }

    private static String policy(RedissonClient client) {
        try {
            String info = script(client, "return redis.call('INFO', 'memory')");
            return value(info, "maxmemory").equals("0") ? "" : value(info, "maxmemory_policy");
        } catch (RedisException e) {
            return ""; // not permitted to this user
        }
    }

    private static String value(String info, String key) {
        return info.lines()
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> line.substring(key.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static String script(RedissonClient client, String text) {
        return client.getScript(StringCodec.INSTANCE)
                .eval(RScript.Mode.READ_ONLY, text, RScript.ReturnType.VALUE, List.of());
    }

    private static String inWords(Throwable failure) {
        var said = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            said.append(cause.getMessage()).append('\n');
        }
        String words = said.toString().toUpperCase(Locale.ROOT);
        if (words.contains("WRONGPASS") || words.contains("NOAUTH") || words.contains("INVALID PASSWORD")) {
            return "refuses the password. Check redis.username and redis.password (VIVA_REDIS_PASSWORD).";
        }
        if (words.contains(UNCONFIRMED)) {
            return "did not confirm a subscription within 5 s: either its user lacks the right to subscribe to viva:*, or"
                    + " Redis takes no more connections or is slow.";
        }
        if (words.contains("NOPERM")) {
            return "does not permit its user to write, or to subscribe and publish. Allow it the keys and channels viva:* and"
                    + " scripts.";
        }
        if (words.contains("READONLY")) {
            return "takes no writes: it is a replica. Name the master in redis.address, or its sentinels.";
        }
        if (words.contains("OOM") || words.contains("MAXMEMORY")) {
            return "takes no writes: it is full. Raise its maxmemory, and set maxmemory-policy volatile-lru.";
        }
        return "cannot be reached. Check redis.address (VIVA_REDIS_ADDRESS), the network, and whether it runs.";
    }
}
