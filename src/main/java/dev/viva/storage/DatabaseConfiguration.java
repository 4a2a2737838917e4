package dev.viva.storage;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.viva.configuration.Finding;
import dev.viva.configuration.Loopback;
import dev.viva.problem.Secret;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import io.dropwizard.validation.ValidationMethod;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The {@code database} of the configuration: where sessions and their lines are stored.
 *
 * @param url JDBC address ({@code jdbc:sqlite:…} or {@code jdbc:postgresql:…}); blank means a SQLite file
 *     {@code viva.db} in the data directory
 * @param user the user of PostgreSQL; blank leaves it to the address and the driver
 * @param password the user's password; blank if the server needs none
 * @param maxConnections connections for reading, 1 to 100; writes have one of their own; default 4
 * @param queue how many writes may wait for a commit, with 16 KiB each on average; more are refused with 503; 16 to
 *     100,000, default 2,000
 * @param batch how many writes are committed together, with 16 KiB each on average; 1 to 1,000, default 256
 * @param commitTimeout how long a caller waits for its commit before it gets 503, 1 s to 1 min; default 10 s
 * @param connectTimeout how long connecting to PostgreSQL may take, and waiting for a free connection, 1 s to 30 s;
 *     default 3 s
 * @param statementTimeout how long one statement of PostgreSQL may take, and how long a transaction may be idle, 1 s to
 *     1 min; default 5 s
 */
public record DatabaseConfiguration(
        String url,
        String user,
        Secret password,
        @JsonProperty("max_connections") @Min(1) @Max(100) Integer maxConnections,
        @Min(16) @Max(100_000) Integer queue,
        @Min(1) @Max(1000) Integer batch,

        @JsonProperty("commit_timeout")
        @MinDuration(value = 1, unit = TimeUnit.SECONDS)
        @MaxDuration(value = 1, unit = TimeUnit.MINUTES)
        Duration commitTimeout,

        @JsonProperty("connect_timeout")
        @MinDuration(value = 1, unit = TimeUnit.SECONDS)
        @MaxDuration(value = 30, unit = TimeUnit.SECONDS)
        Duration connectTimeout,

        @JsonProperty("statement_timeout")
        @MinDuration(value = 1, unit = TimeUnit.SECONDS)
        @MaxDuration(value = 1, unit = TimeUnit.MINUTES)
        Duration statementTimeout) {
    private static final String SQLITE = "jdbc:sqlite:";
    private static final String UNCHANGING = "?mode=ro&immutable=1";
    private static final String POSTGRESQL = "jdbc:postgresql:";
    private static final Pattern ENCRYPTED = Pattern.compile("[?&]sslmode=(require|verify-ca|verify-full)(&|$)");

    public DatabaseConfiguration {
        url = url == null ? "" : url.strip();
        user = user == null ? "" : user.strip();
        password = password == null ? new Secret("") : password;
        maxConnections = maxConnections == null ? 4 : maxConnections;
        queue = queue == null ? 2000 : queue;
        batch = batch == null ? 256 : batch;
        commitTimeout = commitTimeout == null ? Duration.seconds(10) : commitTimeout;
        connectTimeout = connectTimeout == null ? Duration.seconds(3) : connectTimeout;
        statementTimeout = statementTimeout == null ? Duration.seconds(5) : statementTimeout;
    }

    /** All defaults. */
    public static DatabaseConfiguration defaults() {
        return at("");
    }

    /** All defaults except the address. */
    public static DatabaseConfiguration at(String url) {
        return at(url, "", new Secret(""));
    }

    /** All defaults except the address, the user and the password. */
    @SuppressWarnings("NullAway") // absent keys arrive as null, as they do from a file
    public static DatabaseConfiguration at(String url, String user, Secret password) {
        return new DatabaseConfiguration(url, user, password, null, null, null, null, null, null);
    }

    /** A SQLite file that nobody changes meanwhile: it is read as it is, without locks or files beside it. */
    public static DatabaseConfiguration unchanging(Path file) {
        String path = file.toAbsolutePath()
                .toString()
                .replace("%", "%25")
                .replace("?", "%3f")
                .replace("#", "%23");
        return at(SQLITE + "file:" + path + UNCHANGING);
    }

    /** Whether it was made by {@link #unchanging}. */
    public boolean isUnchanging() {
        return url.startsWith(SQLITE) && url.endsWith(UNCHANGING);
    }

    @ValidationMethod(message = "url must be blank or begin with jdbc:sqlite: or jdbc:postgresql:")
    public boolean isUrlOfAKnownDatabase() {
        return url.isEmpty() || url.startsWith(SQLITE) || postgresql();
    }

    /** Addresses are shown at the start and in messages; passwords are not. */
    @ValidationMethod(message = "url must not contain the password; set it under password")
    public boolean isUrlWithoutPassword() {
        return !url.toLowerCase(Locale.ROOT).contains("password=");
    }

    /** Whether it is PostgreSQL, which replicas can share. Otherwise it is SQLite, which only this process may open. */
    public boolean postgresql() {
        return url.startsWith(POSTGRESQL);
    }

    /** What is unsafe where real students practise. */
    public List<Finding> risks() {
        boolean encrypted = ENCRYPTED.matcher(url).find();
        return postgresql() && !encrypted && !hosts().allMatch(Loopback::is)
                ? List.of(new Finding(
                        "database.url",
                        "lines and names cross the network in clear text. Add"
                                + " ?sslmode=verify-full&sslrootcert=FILE, the CA's certificate (VIVA_DATABASE_URL)."))
                : List.of();
    }

    /** The servers' names, without their ports. An address without a server means this machine. */
    private Stream<String> hosts() {
        return url.startsWith(POSTGRESQL + "//")
                ? Pattern.compile(",")
                        .splitAsStream(url.substring(POSTGRESQL.length() + 2).replaceFirst("[/?].*", ""))
                        .map(host -> host.replaceFirst(":\\d*$", ""))
                : Stream.of("localhost");
    }

    /** The same with the address written out that a blank one stands for. */
    public DatabaseConfiguration in(Path dataDirectory) {
        return new DatabaseConfiguration(
                jdbcUrl(dataDirectory),
                user,
                password,
                maxConnections,
                queue,
                batch,
                commitTimeout,
                connectTimeout,
                statementTimeout);
    }

    /** The database's name in messages. */
    public String place(Path dataDirectory) {
        return url.isEmpty()
                ? dataDirectory.toAbsolutePath().toString()
                : url.substring("jdbc:".length()).replaceFirst("\\?.*", "");
    }

    /** The address to connect to. */
    String jdbcUrl(Path dataDirectory) {
        return url.isEmpty() ? SQLITE + dataDirectory.resolve("viva.db") : url;
    }
}
