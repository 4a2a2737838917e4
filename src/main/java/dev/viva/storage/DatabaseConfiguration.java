package dev.viva.storage;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import io.dropwizard.validation.ValidationMethod;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Where sessions and their lines are kept.
 *
 * @param url JDBC address ({@code jdbc:sqlite:…}); blank means a SQLite file {@code viva.db} in the data directory
 * @param maxConnections connections for reading, 1 to 100; writes have one of their own; default 4
 * @param queue writes that may wait for a commit before more are refused with 503, 16 to 100,000, holding 16 KiB each on
 *     average at the most; default 2,000
 * @param batch writes committed together at the most, 1 to 1,000, holding 16 KiB each on average at the most; default 256
 * @param commitTimeout how long a caller waits for its commit before it is told 503, 1 s to 1 min; default 10 s
 */
public record DatabaseConfiguration(
        String url,
        @JsonProperty("max_connections") @Min(1) @Max(100) Integer maxConnections,
        @Min(16) @Max(100_000) Integer queue,
        @Min(1) @Max(1000) Integer batch,

        @JsonProperty("commit_timeout")
        @MinDuration(value = 1, unit = TimeUnit.SECONDS)
        @MaxDuration(value = 1, unit = TimeUnit.MINUTES)
        Duration commitTimeout) {
    private static final String SQLITE = "jdbc:sqlite:";

    public DatabaseConfiguration {
        url = url == null ? "" : url.strip();
        maxConnections = maxConnections == null ? 4 : maxConnections;
        queue = queue == null ? 2000 : queue;
        batch = batch == null ? 256 : batch;
        commitTimeout = commitTimeout == null ? Duration.seconds(10) : commitTimeout;
    }

    /** All defaults. */
    @SuppressWarnings("NullAway") // absent keys arrive as null, as they do from a file
    public static DatabaseConfiguration defaults() {
        return new DatabaseConfiguration(null, null, null, null, null);
    }

    @ValidationMethod(message = "url must be blank or begin with jdbc:sqlite:")
    public boolean isUrlOfAKnownDatabase() {
        return url.isEmpty() || url.startsWith(SQLITE);
    }

    /** The address to connect to. */
    String jdbcUrl(Path dataDirectory) {
        return url.isEmpty() ? SQLITE + dataDirectory.resolve("viva.db") : url;
    }
}
