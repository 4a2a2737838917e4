package dev.viva.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The {@code connections} of the configuration: bounds on the time and the connections of a client.
 *
 * @param perAddress {@code per_address}: connections at a time from one address (an IPv6 /64 counts as one), 0 to
 *     100,000, default 512; 0: no bound. Loopback addresses and trusted proxies have no bound
 * @param headerTimeout {@code header_timeout}: how long a request's headers may take, 1 s to 1 min, default 10 s
 * @param bodyTimeout {@code body_timeout}: how long a request's whole body may take, 1 s to 5 min, default 30 s
 * @param writeTimeout {@code write_timeout}: how long one write of a reply may wait for the client, in addition to the
 *     time that its bytes need; 1 s to 1 min, default 10 s
 */
public record ConnectionsConfiguration(
        @JsonProperty("per_address") @Min(0) @Max(100_000) Integer perAddress,

        @JsonProperty("header_timeout")
        @MinDuration(value = 1, unit = TimeUnit.SECONDS)
        @MaxDuration(value = 1, unit = TimeUnit.MINUTES)
        Duration headerTimeout,

        @JsonProperty("body_timeout")
        @MinDuration(value = 1, unit = TimeUnit.SECONDS)
        @MaxDuration(value = 5, unit = TimeUnit.MINUTES)
        Duration bodyTimeout,

        @JsonProperty("write_timeout")
        @MinDuration(value = 1, unit = TimeUnit.SECONDS)
        @MaxDuration(value = 1, unit = TimeUnit.MINUTES)
        Duration writeTimeout) {
    /** A class of 85 behind one address needs 510: browsers open up to six connections with HTTP/1.1. */
    private static final int DEFAULT_PER_ADDRESS = 512;

    /** The defaults. */
    public static final ConnectionsConfiguration DEFAULTS = new ConnectionsConfiguration(null, null, null, null);

    public ConnectionsConfiguration(
            @Nullable Integer perAddress,
            @Nullable Duration headerTimeout,
            @Nullable Duration bodyTimeout,
            @Nullable Duration writeTimeout) {
        this.perAddress = perAddress == null ? DEFAULT_PER_ADDRESS : perAddress;
        this.headerTimeout = headerTimeout == null ? Duration.seconds(10) : headerTimeout;
        this.bodyTimeout = bodyTimeout == null ? Duration.seconds(30) : bodyTimeout;
        this.writeTimeout = writeTimeout == null ? Duration.seconds(10) : writeTimeout;
    }
}
