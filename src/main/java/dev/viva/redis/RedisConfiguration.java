package dev.viva.redis;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.common.net.InetAddresses;
import dev.viva.configuration.Finding;
import dev.viva.configuration.Loopback;
import dev.viva.problem.Secret;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import io.dropwizard.validation.ValidationMethod;
import jakarta.validation.constraints.AssertTrue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.BaseConfig;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.redisson.config.ReadMode;

/**
 * The Redis that replicas share for limits, tokens, leases and wake-ups. It stores no lines.
 *
 * @param address {@code redis://host:6379}, or {@code rediss://} for TLS; several sentinels or cluster nodes are
 *     separated by commas; blank: no Redis, which is right for one replica
 * @param mode a single server, sentinels or a cluster. Default single
 * @param masterName the sentinels' name for the server. Default mymaster
 * @param username the user of Redis's access control lists; blank for the default user
 * @param password blank when Redis requires none
 * @param timeout how long a request may wait for Redis before it continues without it, 20 ms to 2 s; default 250 ms
 */
public record RedisConfiguration(
        String address,
        Mode mode,
        @JsonProperty("master_name") String masterName,
        String username,
        Secret password,

        @MinDuration(value = 20, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 2, unit = TimeUnit.SECONDS)
        Duration timeout) {
    /** Unlike a URL's, the name of a host may have an underscore: those of containers do. */
    private static final Pattern ADDRESS =
            Pattern.compile("rediss?://(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]):(?<port>\\d{1,5})");

    private static final int MAX_PORT = 65_535;
    private static final int MAX_CONNECTIONS = 32;
    private static final int IDLE_CONNECTIONS = 2;
    private static final ConstantDelay RECONNECT_AFTER = new ConstantDelay(java.time.Duration.ofMillis(250));

    /** The kind of servers at the address. */
    public enum Mode {
        SINGLE,
        SENTINEL,
        CLUSTER
    }

    /** No Redis. */
    public static final RedisConfiguration NONE = new RedisConfiguration(null, null, null, null, null, null);

    public RedisConfiguration(
            @Nullable String address,
            @Nullable Mode mode,
            @Nullable String masterName,
            @Nullable String username,
            @Nullable Secret password,
            @Nullable Duration timeout) {
        this.address = address == null ? "" : address.strip();
        this.mode = mode == null ? Mode.SINGLE : mode;
        this.masterName = masterName == null ? "mymaster" : masterName;
        this.username = username == null ? "" : username.strip();
        this.password = password == null ? new Secret("") : password;
        this.timeout = timeout == null ? Duration.milliseconds(250) : timeout;
    }

    /** Whether Redis is configured. */
    public boolean on() {
        return !address.isEmpty();
    }

    @JsonIgnore
    @ValidationMethod(
            message = "redis.address must be blank or redis://host:port, rediss:// for TLS, and without user and"
                    + " password")
    public boolean isAddressOfRedis() {
        return !on() || addresses().stream().allMatch(RedisConfiguration::isAddress);
    }

    private static boolean isAddress(String text) {
        Matcher address = ADDRESS.matcher(text);
        return address.matches()
                && Integer.parseInt(address.group("port")) <= MAX_PORT
                && (!address.group("host").startsWith("[") || InetAddresses.isUriInetAddress(address.group("host")));
    }

    @JsonIgnore
    @AssertTrue(message = "address must be a single one with mode single")
    public boolean isAddressOne() {
        return mode != Mode.SINGLE || addresses().size() <= 1;
    }

    /** What is unsafe where real students practise. */
    public List<Finding> risks() {
        var risks = new ArrayList<Finding>();
        if (on() && addresses().stream().anyMatch(RedisConfiguration::isInClear)) {
            risks.add(new Finding(
                    "redis.address",
                    "its password and what is being said cross the network in clear text. Use rediss://"
                            + " (VIVA_REDIS_ADDRESS)."));
        }
        if (on() && password.isBlank() && !addresses().stream().allMatch(RedisConfiguration::isHere)) {
            risks.add(new Finding(
                    "redis.password",
                    "whoever reaches Redis can change limits and RTC tokens. Set a password"
                            + " (VIVA_REDIS_PASSWORD)."));
        }
        return risks;
    }

    private static boolean isInClear(String address) {
        return address.startsWith("redis://") && !isHere(address);
    }

    private static boolean isHere(String address) {
        Matcher parts = ADDRESS.matcher(address);
        return parts.matches() && Loopback.is(parts.group("host"));
    }

    private List<String> addresses() {
        return Stream.of(address.split(",")).map(String::strip).toList();
    }

    /** The configuration of the client. */
    Config client() {
        // Only strings: an attacker who can write to Redis must not be able to deserialize objects here.
        var config = new Config()
                .setCodec(StringCodec.INSTANCE)
                .setThreads(2)
                .setNettyThreads(Math.max(2, Runtime.getRuntime().availableProcessors()));
        if (!username.isEmpty()) {
            config.setUsername(username);
        }
        if (!password.isBlank()) {
            config.setPassword(password.reveal());
        }
        String[] all = addresses().toArray(String[]::new);
        // Reads go to the master, so that they see earlier writes.
        switch (mode) {
            case SINGLE ->
                bounded(config.useSingleServer()
                        .setAddress(address)
                        .setConnectionPoolSize(MAX_CONNECTIONS)
                        .setConnectionMinimumIdleSize(IDLE_CONNECTIONS));
            case SENTINEL ->
                bounded(config.useSentinelServers()
                        .setMasterName(masterName)
                        .addSentinelAddress(all)
                        .setReadMode(ReadMode.MASTER)
                        .setMasterConnectionPoolSize(MAX_CONNECTIONS)
                        .setMasterConnectionMinimumIdleSize(IDLE_CONNECTIONS));
            case CLUSTER ->
                bounded(config.useClusterServers()
                        .addNodeAddress(all)
                        .setReadMode(ReadMode.MASTER)
                        .setMasterConnectionPoolSize(MAX_CONNECTIONS)
                        .setMasterConnectionMinimumIdleSize(IDLE_CONNECTIONS));
        }
        return config;
    }

    /** Commands are not retried: the caller can continue without Redis, and should do so in time. */
    private void bounded(BaseConfig<?> server) {
        int millis = Math.toIntExact(timeout.toMilliseconds());
        server.setRetryAttempts(0);
        server.setTimeout(millis);
        server.setConnectTimeout(Math.max(1000, millis));
        server.setSubscriptionTimeout(Math.max(1000, millis));
        server.setReconnectionDelay(RECONNECT_AFTER);
        server.setClientName("viva");
    }
}
