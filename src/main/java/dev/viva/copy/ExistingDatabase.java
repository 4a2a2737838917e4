package dev.viva.copy;

import com.codahale.metrics.MetricRegistry;
import dev.viva.storage.Database;
import dev.viva.storage.DatabaseConfiguration;
import dev.viva.storage.OwnerOnly;
import dev.viva.storage.Pools;
import io.dropwizard.db.ManagedDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/**
 * An existing database. Opening it creates and changes nothing. While it is open, this process locks a SQLite file
 * exclusively, so a file that a service has open is refused. A file that nobody changes is not locked.
 */
public final class ExistingDatabase implements AutoCloseable {
    private static final String HISTORY = "flyway_schema_history";
    private static final int SQLITE_BUSY = 5;

    private final String place;
    private final ManagedDataSource pool;
    private final Set<String> tables;

    private ExistingDatabase(String place, ManagedDataSource pool) throws SQLException {
        this.place = place;
        this.pool = pool;
        try (Connection connection = pool.getConnection()) {
            this.tables = TableRows.tables(connection);
        }
    }

    /** Opens the database; empty when its file does not exist. */
    public static Optional<ExistingDatabase> open(DatabaseConfiguration config) throws SQLException {
        String place = place(config);
        if (!config.postgresql() && !config.isUnchanging()) {
            Path file = file(config);
            Database.lonelyLog(config, Path.of(".")).ifPresent(words -> {
                throw new CopyException(words);
            });
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            if (!Files.isRegularFile(file) || !Files.isWritable(file) || !Files.isWritable(folder(file))) {
                throw new CopyException(place + " must be a file that this user may write to, in a folder that it "
                        + "may write to: SQLite locks a file there before it reads it. Run this as the file's owner.");
            }
        }
        ManagedDataSource pool = new Pools(config, Path.of(".")).existing().build(new MetricRegistry(), "existing");
        try {
            return Optional.of(new ExistingDatabase(place, pool));
        } catch (SQLException e) {
            Database.stop(pool);
            if (config.postgresql()) {
                throw e;
            }
            throw unreadable(place, e);
        }
    }

    /** Creates the folder of a SQLite file for its owner alone, unless it exists. */
    static void makeFolder(DatabaseConfiguration config) {
        if (config.postgresql()) {
            return;
        }
        Path folder = folder(file(config));
        try {
            OwnerOnly.makeFolder(folder);
        } catch (IOException e) {
            throw new CopyException(
                    folder + " cannot be created. Check its path, and that this user may write there.", e);
        }
    }

    private static CopyException unreadable(String place, SQLException cause) {
        return cause.getErrorCode() == SQLITE_BUSY
                ? new CopyException(place + " is in use: stop the service that has it open.", cause)
                : new CopyException(place + " cannot be read as a SQLite database: " + cause.getMessage(), cause);
    }

    /** The name of the database in messages. */
    static String place(DatabaseConfiguration config) {
        return config.postgresql()
                ? config.place(Path.of("."))
                : "sqlite:" + file(config).toAbsolutePath().normalize();
    }

    private static Path file(DatabaseConfiguration config) {
        return Path.of(config.place(Path.of(".")).replaceFirst("^sqlite:(file:(//)?)?", ""));
    }

    private static Path folder(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    public String place() {
        return place;
    }

    Connection connect() throws SQLException {
        return pool.getConnection();
    }

    Set<String> tables() {
        return tables;
    }

    /** Whether the database has no tables, except the empty history of an interrupted first migration. */
    boolean isEmpty() {
        return tables.isEmpty()
                || tables.equals(Set.of(HISTORY)) && flyway().info().applied().length == 0;
    }

    /** Whether any version of Viva created the tables. Other services also use Flyway's history. */
    public boolean isOfViva() {
        return tables.contains(HISTORY)
                && tables.contains("session")
                && Arrays.stream(flyway().info().applied())
                        .map(MigrationInfo::getState)
                        .noneMatch(MigrationState.BASELINE::equals) // a baseline stands for tables that others created
                && flyway().validateWithResult().validationSuccessful;
    }

    /** Whether a later version of Viva changed the schema. */
    public boolean isFromLaterVersion() {
        return Arrays.stream(flyway().info().applied())
                .map(MigrationInfo::getState)
                .anyMatch(MigrationState.FUTURE_SUCCESS::equals);
    }

    /** Whether this version would migrate the schema at its start. */
    boolean isFromEarlierVersion() {
        return flyway().info().pending().length > 0;
    }

    private Flyway flyway() {
        return Flyway.configure()
                .dataSource(pool)
                .ignoreMigrationPatterns("*:pending", "*:future")
                .load();
    }

    @Override
    public void close() {
        Database.stop(pool);
    }
}
