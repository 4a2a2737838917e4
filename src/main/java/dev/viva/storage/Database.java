package dev.viva.storage;

import com.codahale.metrics.MetricRegistry;
import dev.viva.configuration.CannotStartException;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.db.ManagedDataSource;
import io.dropwizard.lifecycle.Managed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.apache.tomcat.jdbc.pool.DataSourceProxy;
import org.apache.tomcat.jdbc.pool.PoolExhaustedException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open, migrated database: a pool for reads, and one connection that all writes share through {@link GroupCommit}.
 * Thread-safe.
 */
public final class Database implements Managed {
    private static final Logger log = LoggerFactory.getLogger(Database.class);
    /** Between two tries of a migration, so that what waited behind the first can be done. */
    private static final Duration LOCK_PAUSE = Duration.ofSeconds(5);
    /** With 2 s for each, less than the five minutes after which Kubernetes ends a start. */
    private static final int MAX_LOCK_TRIES = 30;

    private final ManagedDataSource readers;
    private final ManagedDataSource writer;
    private final Jdbi read;
    private final Reads reads;
    private final String takesWritesQuery;
    private final String sizeQuery;
    private final Optional<String> timeQuery;
    private final GroupCommit commits;
    private final WriteProbe probe;

    private Database(Pools pools, ManagedDataSource readers, ManagedDataSource writer, GroupCommit commits) {
        this.takesWritesQuery = pools.takesWritesQuery();
        this.sizeQuery = pools.sizeQuery();
        this.timeQuery = pools.timeQuery();
        this.readers = readers;
        this.writer = writer;
        ConnectionFactory waiting = () -> waitTwice(readers);
        this.read = jdbi(waiting);
        this.reads = new Reads(waiting);
        this.commits = commits;
        this.probe = new WriteProbe(commits, pools.probeNeedsRoom(), System::nanoTime);
    }

    /** The database of a service. Creates the data directory if it is missing. */
    public static Database install(Environment environment, DatabaseConfiguration config, Path dataDirectory)
            throws IOException {
        OwnerOnly.makeFolder(dataDirectory);
        var database = open(config, dataDirectory, environment.metrics());
        environment.lifecycle().manage(database);
        environment.jersey().register(new StorageErrors());
        return database;
    }

    /** Connects and brings the schema up to date. Writing starts with {@link #start()}. */
    public static Database open(DatabaseConfiguration config, Path dataDirectory, MetricRegistry metrics) {
        var pools = new Pools(config, dataDirectory);
        migrate(pools);
        ManagedDataSource writer = pools.writer().build(metrics, "database-writer");
        ManagedDataSource readers = pools.readers().build(metrics, "database");
        var file = DatabaseFile.at(config.jdbcUrl(dataDirectory));
        var commits = new GroupCommit(jdbi(writer::getConnection), file, config, metrics, System::nanoTime);
        return new Database(pools, readers, writer, commits);
    }

    /**
     * Migrates the schema. Of replicas that start together, the first migrates and the others wait for it. A table that
     * another transaction reads, such as a backup, is tried again for some minutes: PostgreSQL lets no statement pass a
     * migration that waits, so the whole service would stand still until the backup ends.
     */
    public static void migrate(Pools pools) {
        migrate(pools, LOCK_PAUSE);
    }

    static void migrate(Pools pools, Duration pause) {
        DatabaseFile.logWithoutFile(pools.url()).ifPresent(log -> {
            throw new CannotStartException(withoutFile(log));
        });
        try {
            DatabaseFile.keepPrivate(pools.url());
        } catch (IOException e) {
            throw new UncheckedIOException("the database file cannot be used", e);
        }
        ManagedDataSource migrations = pools.migrations().build(new MetricRegistry(), "migrations");
        try {
            migrate(Flyway.configure().dataSource(migrations).load(), pause);
        } finally {
            stop(migrations);
        }
    }

    private static void migrate(Flyway flyway, Duration pause) {
        var lock = new Outage(
                log,
                "storage: changing the schema waits for another transaction that uses its tables, such as a backup; it is"
                        + " tried again for some minutes",
                "storage: the schema is changed");
        for (int tries = 1; ; tries++) {
            try {
                flyway.migrate();
                lock.succeeds();
                return;
            } catch (FlywayException e) {
                if (!StorageFailures.isLockTimeout(e) || tries == MAX_LOCK_TRIES) {
                    throw e;
                }
                lock.fails("no lock within 2 s");
            }
            LockSupport.parkNanos(pause.toNanos());
        }
    }

    /** What is wrong with a SQLite database whose log is there without its file; empty for any other. */
    public static Optional<String> lonelyLog(DatabaseConfiguration config, Path dataDirectory) {
        return DatabaseFile.logWithoutFile(config.jdbcUrl(dataDirectory)).map(Database::withoutFile);
    }

    /** The folder of a SQLite file if it is missing and no start creates it, as it creates the data directory. */
    public static Optional<Path> missingFolder(DatabaseConfiguration config, Path dataDirectory) {
        return DatabaseFile.path(config.jdbcUrl(dataDirectory))
                .map(Path::getParent)
                .filter(folder -> !Files.isDirectory(folder)
                        && !dataDirectory.toAbsolutePath().normalize().startsWith(folder.normalize()));
    }

    private static String withoutFile(Path log) {
        return log
                + " is there without its database, and may hold the last lines that were stored. Put the database back"
                + " beside it. If it is lost, move the log and the -shm beside it away, and run viva restore.";
    }

    /**
     * Removes what is left of deleted rows in the pages of a SQLite file that nobody has open. PostgreSQL does that by
     * {@code VACUUM FULL}, which is its operator's to run.
     */
    public static void writeAnew(DatabaseConfiguration config, Path dataDirectory) throws SQLException {
        DatabaseFile.writeAnew(config.jdbcUrl(dataDirectory));
    }

    public static void stop(ManagedDataSource source) {
        try {
            source.stop();
        } catch (Exception e) { // declared by its interface; a pool does not throw it
            throw new IllegalStateException(e);
        }
    }

    /**
     * When the host pauses the process for some seconds, a wait times out as soon as the process resumes, although
     * connections are free. So it waits once more.
     */
    static Connection waitTwice(DataSource pool) throws SQLException {
        try {
            return pool.getConnection();
        } catch (PoolExhaustedException first) {
            return pool.getConnection();
        }
    }

    private static Jdbi jdbi(ConnectionFactory connections) {
        Jdbi jdbi = Jdbi.create(connections).installPlugin(new SqlObjectPlugin());
        // Otherwise a failed statement logs its values, which may contain transcript text.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
        return jdbi;
    }

    /** For reading only. */
    public Jdbi read() {
        return read;
    }

    /** For reading what is read too often for {@link #read}. */
    public Reads reads() {
        return reads;
    }

    /** The only way to write. */
    public GroupCommit commits() {
        return commits;
    }

    /**
     * Whether the database takes writes, as seen by a reading connection. A stand-by does not. The pool then drops its
     * connections, since new ones may reach the primary. Throws when the database does not answer.
     */
    public boolean takesWrites() {
        boolean takes = read.withHandle(
                h -> h.createQuery(takesWritesQuery).mapTo(Boolean.class).one());
        if (!takes && readers instanceof DataSourceProxy pool) {
            pool.purge();
        }
        return takes;
    }

    /** In bytes; of SQLite, without what is still in its log. Throws when the database does not answer. */
    public long size() {
        return read.withHandle(h -> h.createQuery(sizeQuery).mapTo(Long.class).one());
    }

    /** The server's time; empty for a file, which has no clock of its own. Throws when the server does not answer. */
    public Optional<Instant> serverTime() {
        return timeQuery.map(query ->
                read.withHandle(h -> h.createQuery(query).mapTo(Instant.class).one()));
    }

    /**
     * Why nothing can be stored, fit for anyone to read. Empty when the database answers reads and a commit of the last
     * second is stored in the file that was opened; without such a commit, one is made. Throws when reading fails.
     */
    public Optional<String> fault() {
        Optional<String> lost = probe.lost();
        if (lost.isPresent()) {
            return lost; // before reading, which may fail or read another file
        }
        if (!takesWrites()) {
            return Optional.of("The database takes no writes, like a stand-by; nothing can be stored.");
        }
        return probe.fault();
    }

    @Override
    public void start() throws Exception {
        readers.start();
        writer.start();
        commits.start();
    }

    @Override
    public void stop() throws Exception {
        commits.stop();
        writer.stop();
        readers.stop();
    }
}
