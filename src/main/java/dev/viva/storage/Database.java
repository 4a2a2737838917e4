package dev.viva.storage;

import com.codahale.metrics.MetricRegistry;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.db.ManagedDataSource;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.util.Duration;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;

/**
 * The open, migrated database: one pool to read with, and one connection that all writes share through
 * {@link GroupCommit}. Thread-safe.
 */
public final class Database implements Managed {
    private final ManagedDataSource readers;
    private final ManagedDataSource writer;
    private final Jdbi read;
    private final GroupCommit commits;

    private Database(ManagedDataSource readers, ManagedDataSource writer, GroupCommit commits) {
        this.readers = readers;
        this.writer = writer;
        this.read = jdbi(readers);
        this.commits = commits;
    }

    /** Connects and brings the schema up to date. Writing starts with {@link #start()}. */
    public static Database open(DatabaseConfiguration config, Path dataDirectory, MetricRegistry metrics) {
        String url = config.jdbcUrl(dataDirectory);
        ManagedDataSource writer = pool(url, 1, true).build(metrics, "database-writer");
        Flyway.configure().dataSource(writer).load().migrate();
        ManagedDataSource readers = pool(url, config.maxConnections(), false).build(metrics, "database");
        return new Database(readers, writer, new GroupCommit(jdbi(writer), config, metrics));
    }

    private static Jdbi jdbi(ManagedDataSource source) {
        Jdbi jdbi = Jdbi.create(source).installPlugin(new SqlObjectPlugin());
        // Otherwise the message of a failed statement, which is logged, holds the values: what somebody said.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
        return jdbi;
    }

    /** Whatever is registered for such an address, so that another driver can stand around the database's own. */
    private static String driver(String url) {
        try {
            return DriverManager.getDriver(url).getClass().getName();
        } catch (SQLException e) {
            throw new IllegalStateException("no driver knows the database's address", e);
        }
    }

    private static DataSourceFactory pool(String url, int size, boolean writes) {
        var pool = new DataSourceFactory();
        pool.setDriverClass(driver(url));
        pool.setUrl(url);
        pool.setProperties(Map.of(
                "journal_mode", "WAL",
                // A commit that was answered must survive the loss of power: WAL alone syncs only at checkpoints.
                "synchronous", "FULL",
                "busy_timeout", "5000",
                "foreign_keys", "true",
                // A writer takes its lock at once rather than find in mid-transaction that it cannot have it.
                "transaction_mode", writes ? "IMMEDIATE" : "DEFERRED"));
        pool.setMinSize(1);
        pool.setInitialSize(1);
        pool.setMaxSize(size);
        pool.setMaxWaitForConnection(Duration.seconds(5));
        pool.setValidationQuery("SELECT 1");
        return pool;
    }

    /** For reading alone. */
    public Jdbi read() {
        return read;
    }

    /** The one way to write. */
    public GroupCommit commits() {
        return commits;
    }

    /** Throws when the database does not answer. */
    public void ping() {
        read.useHandle(h -> h.execute("SELECT 1"));
    }

    @Override
    public void start() throws Exception {
        commits.start();
    }

    @Override
    public void stop() throws Exception {
        commits.stop();
        writer.stop();
        readers.stop();
    }
}
