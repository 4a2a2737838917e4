package dev.viva.redis;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.viva.problem.Secret;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.AssertTrue;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.BaseConfig;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.redisson.config.ReadMode;

/**
 * The Redis that several replicas share for limits, tokens, leases and wake-ups. It holds no line.
 *
 * @param address {@code redis://host:6379}, or {@code rediss://} for TLS; of sentinels or cluster nodes several, with
 *     commas; blank for none, which is right for one replica
 * @param mode what is at the address: one server, sentinels or a cluster. Default single
 * @param masterName the sentinels' name for the server. Default mymaster
 * @param username with Redis's access lists; blank for its default user
 * @param password blank where none is asked for
 * @param timeout how long a request may wait for Redis before it goes on without, 20 ms to 2 s; default 250 ms
 */
public record RedisConfiguration(
        String address,
        Mode mode,
        @JsonProperty("master_name") String masterName,
        String username,
        Secret password,

        @MinDuration(value = 20, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 2, unit = TimeUnit.SECONDS)
        Duration timeout) {
    private static final int MAX_CONNECTIONS = 32;
    private static final int IDLE_CONNECTIONS = 2;
    private static final ConstantDelay RECONNECT_AFTER = new ConstantDelay(java.time.Duration.ofMillis(250));

    /** What is at the address. */
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

    /** Whether there is one. */
    public boolean on() {
        return !address.isEmpty();
    }

    @JsonIgnore
    @AssertTrue(
            message = "address must be blank or redis://host:port, rediss:// for TLS, and without user and password")
    public boolean isAddressOfRedis() {
        return !on() || addresses().stream().allMatch(one -> one.matches("rediss?://[^@/]+:\\d{1,5}"));
    }

    @JsonIgnore
    @AssertTrue(message = "address must be one alone with mode single")
    public boolean isAddressOne() {
        return mode != Mode.SINGLE || addresses().size() <= 1;
    }

    private List<String> addresses() {
        return Stream.of(address.split(",")).map(String::strip).toList();
    }

    /** The same in the client's words. */
    Config client() {
        // Texts alone: whoever could write to Redis must not be able to have objects made here.
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
        // Reading and writing go to the same server: what was written a moment ago must be there.
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

    /** Nothing is tried twice: who asks has another way, and takes it in time. */
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
