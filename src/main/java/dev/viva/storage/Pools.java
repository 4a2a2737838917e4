package dev.viva.storage;

import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.util.Duration;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** The settings of connections and pools, for SQLite and PostgreSQL. */
public final class Pools {
    /**
     * Added to the statement timeout, so that the server fails first, with a reason. The socket fails only if the
     * server is silent.
     */
    private static final Duration SOCKET_GRACE = Duration.seconds(5);
    /** How long a silent server is waited for by statements that may read or change whole tables. */
    private static final Map<String, String> LONG_STATEMENTS =
            Map.of("socketTimeout", String.valueOf(Duration.minutes(10).toSeconds()));
    /**
     * Every statement that comes later waits behind a migration that waits for a table. So it waits for less than such a
     * statement may take, see {@link Database#migrate}.
     */
    private static final String LOCK_TIMEOUT = "-c lock_timeout=2s";

    /** Without the flag that lets SQLite create a missing file. */
    private static final String SQLITE_OPEN_READWRITE = "2";

    private final DatabaseConfiguration config;
    private final String url;

    public Pools(DatabaseConfiguration config, Path dataDirectory) {
        this.config = config;
        this.url = config.jdbcUrl(dataDirectory);
    }

    String url() {
        return url;
    }

    /** For migrations, which may take longer than any statement of the service. One connection holds the lock. */
    public DataSourceFactory migrations() {
        if (!config.postgresql()) {
            return sqlite(1, true);
        }
        DataSourceFactory pool = postgresql(3, LONG_STATEMENTS);
        pool.getProperties().put("options", LOCK_TIMEOUT);
        return pool;
    }

    /**
     * For inspecting a database: creates no file and changes none. The locking mode must be set before SQLite first
     * reads the file, which other settings cause. SQLite then locks the file for itself or reports that it is busy.
     */
    public DataSourceFactory existing() {
        if (config.postgresql()) {
            return postgresql(3, LONG_STATEMENTS);
        }
        DataSourceFactory pool = sqlite(1, false);
        pool.setProperties(Map.of(
                "open_mode", SQLITE_OPEN_READWRITE,
                "locking_mode", "EXCLUSIVE",
                "busy_timeout", "1000"));
        // Otherwise the pool logs failures in its own words and without a cause.
        pool.setCheckConnectionOnConnect(false);
        pool.setCheckConnectionOnBorrow(false);
        pool.setCheckConnectionWhileIdle(false);
        return pool;
    }

    /** For looking at a database beside a running service: creates no file, and waits for no lock longer than a second. */
    DataSourceFactory probing() {
        if (config.postgresql()) {
            return postgresql(3, bounds()); // migrations are listed by two of them
        }
        DataSourceFactory pool = mustExist(sqlite(2, false));
        pool.getProperties().put("busy_timeout", "1000");
        pool.setCheckConnectionOnConnect(false);
        return pool;
    }

    /** The one connection that all writes share. */
    DataSourceFactory writer() {
        if (!config.postgresql()) {
            return mustExist(sqlite(1, true));
        }
        DataSourceFactory pool = postgresql(1, bounds());
        // A connection is borrowed again only after a failure, and must then be validated.
        pool.setValidationInterval(Duration.milliseconds(1));
        return pool;
    }

    /** Each wait lasts half of its bound, because {@link Database#waitTwice} waits twice. */
    DataSourceFactory readers() {
        DataSourceFactory pool = config.postgresql()
                ? postgresql(config.maxConnections(), bounds())
                : mustExist(sqlite(config.maxConnections(), false));
        long wait = pool.getMaxWaitForConnection().toMilliseconds();
        pool.setMaxWaitForConnection(Duration.milliseconds(wait / 2));
        return pool;
    }

    /** The next connection must not recreate a deleted file as an empty one. */
    private static DataSourceFactory mustExist(DataSourceFactory pool) {
        pool.getProperties().put("open_mode", SQLITE_OPEN_READWRITE);
        return pool;
    }

    /** A query that returns whether writes are accepted, and writes nothing. A stand-by is read-only. */
    String takesWritesQuery() {
        return config.postgresql() ? "SELECT current_setting('transaction_read_only') = 'off'" : "SELECT TRUE";
    }

    /** A query that returns the server's time; empty for a file, which has no clock of its own. */
    Optional<String> timeQuery() {
        return config.postgresql() ? Optional.of("SELECT clock_timestamp()") : Optional.empty();
    }

    /** A query that returns the size of the database in bytes; of SQLite, without what is still in its log. */
    String sizeQuery() {
        return config.postgresql()
                ? "SELECT pg_database_size(current_database())"
                : "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()";
    }

    /**
     * Whether a small commit may still fit where a line does not. A server reserves space for its log, SQLite does not.
     */
    boolean probeNeedsRoom() {
        return !config.postgresql();
    }

    private DataSourceFactory sqlite(int size, boolean writes) {
        DataSourceFactory pool = pool(size);
        pool.getProperties()
                .putAll(Map.of(
                        "journal_mode", "WAL",
                        // An acknowledged commit must survive a power loss. By default WAL syncs only at
                        // checkpoints.
                        "synchronous", "FULL",
                        "busy_timeout", "5000",
                        // Nothing asks for them, and the driver would run a query for them after each insert.
                        "jdbc.get_generated_keys", "false",
                        "foreign_keys", "true",
                        // Erased data is overwritten in the file, and not only marked as free.
                        "secure_delete", "true",
                        // A writer takes its lock at the start, since it may not get it in mid-transaction.
                        "transaction_mode", writes ? "IMMEDIATE" : "DEFERRED"));
        pool.setMaxWaitForConnection(Duration.seconds(5));
        return pool;
    }

    private DataSourceFactory postgresql(int size, Map<String, String> bounds) {
        DataSourceFactory pool = pool(size);
        if (!config.user().isEmpty()) {
            pool.setUser(config.user());
        }
        if (!config.password().isBlank()) {
            pool.setPassword(config.password().reveal());
        }
        pool.getProperties()
                .putAll(Map.of(
                        "ApplicationName", "viva",
                        "connectTimeout", seconds(config.connectTimeout()),
                        "loginTimeout", seconds(config.connectTimeout()),
                        "tcpKeepAlive", "true",
                        // The detail quotes the failed row, which may contain transcript text.
                        "logServerErrorDetail", "false"));
        pool.getProperties().putAll(bounds);
        pool.setMaxWaitForConnection(config.connectTimeout());
        // All stay open: on a busy machine a new one takes seconds, just when a class begins.
        pool.setInitialSize(size);
        pool.setMinSize(size);
        // Finds a connection that broke, as by a restart of the server, before it is used.
        pool.setCheckConnectionOnBorrow(true);
        pool.setValidationInterval(Duration.seconds(1));
        pool.setValidationQueryTimeout(config.connectTimeout());
        return pool;
    }

    /**
     * Bounds every wait: a statement, a transaction whose stopped process locks rows that other replicas need, and a
     * socket to a server that vanished.
     */
    private Map<String, String> bounds() {
        long millis = config.statementTimeout().toMilliseconds();
        return Map.of(
                "options",
                "-c statement_timeout=" + millis + " -c idle_in_transaction_session_timeout=" + millis,
                "socketTimeout",
                String.valueOf(config.statementTimeout().toSeconds() + SOCKET_GRACE.toSeconds()));
    }

    private DataSourceFactory pool(int size) {
        var pool = new DataSourceFactory();
        pool.setDriverClass(driver());
        pool.setUrl(url);
        pool.setMinSize(1);
        pool.setInitialSize(1);
        pool.setMaxSize(size);
        pool.setValidationQuery("SELECT 1");
        return pool;
    }

    /** The driver that is registered for the address, which may wrap the database's own. */
    private String driver() {
        try {
            return DriverManager.getDriver(url).getClass().getName();
        } catch (SQLException e) {
            throw new IllegalStateException("no driver for the database address", e);
        }
    }

    private static String seconds(Duration duration) {
        return String.valueOf(Math.max(1, duration.toSeconds()));
    }
}
