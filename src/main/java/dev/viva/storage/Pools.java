package dev.viva.storage;

import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.util.Duration;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** How connections are made and looked after, for SQLite and for PostgreSQL. */
public final class Pools {
    /** The server gives up first and says why; the socket only when nothing is heard of the server at all. */
    private static final Duration SOCKET_GRACE = Duration.seconds(5);

    /** Without the flag that lets SQLite make a file that is not there. */
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

    /** For changing the schema, which may take longer than any statement of the service; one connection holds the lock. */
    public DataSourceFactory migrations() {
        return config.postgresql() ? postgresql(3, Map.of()) : sqlite(1, true);
    }

    /**
     * For looking at what is there: makes no file and sets nothing in it. The mode must come before SQLite first reads the
     * file, which other settings make it do; it then has the file to itself or says that it is busy.
     */
    public DataSourceFactory existing() {
        if (config.postgresql()) {
            return migrations();
        }
        DataSourceFactory pool = sqlite(1, false);
        pool.setProperties(Map.of(
                "open_mode", SQLITE_OPEN_READWRITE,
                "locking_mode", "EXCLUSIVE",
                "busy_timeout", "1000"));
        // Else the pool says what goes wrong, in its own words and with no cause.
        pool.setCheckConnectionOnConnect(false);
        pool.setCheckConnectionOnBorrow(false);
        pool.setCheckConnectionWhileIdle(false);
        return pool;
    }

    /** The one connection that all writes share. */
    DataSourceFactory writer() {
        if (!config.postgresql()) {
            return madeAlready(sqlite(1, true));
        }
        DataSourceFactory pool = postgresql(1, bounds());
        // It is taken anew only after something went wrong: then never trust the old one.
        pool.setValidationInterval(Duration.milliseconds(1));
        return pool;
    }

    DataSourceFactory readers() {
        return config.postgresql()
                ? postgresql(config.maxConnections(), bounds())
                : madeAlready(sqlite(config.maxConnections(), false));
    }

    /** A file that was deleted must not come back as an empty one with the next connection. */
    private static DataSourceFactory madeAlready(DataSourceFactory pool) {
        pool.getProperties().put("open_mode", SQLITE_OPEN_READWRITE);
        return pool;
    }

    /** A query that answers true where writes are taken, and writes nothing. A stand-by is read-only by itself. */
    String whetherItTakesWrites() {
        return config.postgresql() ? "SELECT current_setting('transaction_read_only') = 'off'" : "SELECT TRUE";
    }

    /** Whether a commit may fit where a line does not: SQLite's file shares its disk, while a server reserves its log. */
    boolean roomForALine() {
        return !config.postgresql();
    }

    private DataSourceFactory sqlite(int size, boolean writes) {
        DataSourceFactory pool = pool(size);
        pool.getProperties()
                .putAll(Map.of(
                        "journal_mode", "WAL",
                        // A commit that was answered must survive the loss of power: WAL alone syncs only at
                        // checkpoints.
                        "synchronous", "FULL",
                        "busy_timeout", "5000",
                        "foreign_keys", "true",
                        // What is erased is overwritten in the file, not only given free.
                        "secure_delete", "true",
                        // A writer takes its lock at once rather than find in mid-transaction that it cannot have it.
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
                        // Its detail quotes the row that failed: what somebody said.
                        "logServerErrorDetail", "false"));
        pool.getProperties().putAll(bounds);
        pool.setMaxWaitForConnection(config.connectTimeout());
        // A connection that did not outlive the server is found out before it is used.
        pool.setCheckConnectionOnBorrow(true);
        pool.setValidationInterval(Duration.seconds(1));
        pool.setValidationQueryTimeout(config.connectTimeout());
        return pool;
    }

    /**
     * Nothing waits for ever: not a statement, not a transaction whose process was stopped in the middle and holds the
     * rows that other replicas wait for, and not a socket to a server that vanished.
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

    /** Whatever is registered for such an address, so that another driver can stand around the database's own. */
    private String driver() {
        try {
            return DriverManager.getDriver(url).getClass().getName();
        } catch (SQLException e) {
            throw new IllegalStateException("no driver knows the database's address", e);
        }
    }

    private static String seconds(Duration duration) {
        return String.valueOf(Math.max(1, duration.toSeconds()));
    }
}
