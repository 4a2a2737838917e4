package dev.viva.storage;

import com.codahale.metrics.MetricRegistry;
import io.dropwizard.db.ManagedDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;

/**
 * What can be learnt of a database without changing it. What it writes, it rolls back.
 *
 * @param product name and version
 * @param time of the server; empty for a file
 * @param connections how many this user may open in all
 * @param refusal why it takes no writes; empty when it does
 * @param damage the first fault of the file; empty when it is sound, and for a server
 * @param unsafe whether a commit may be lost although it was acknowledged
 * @param pending migrations that the next start applies
 * @param newer whether a newer version migrated it
 * @param failed whether a migration was left half-way
 */
public record DatabaseFacts(
        String product,
        Optional<Instant> time,
        int connections,
        Optional<String> refusal,
        Optional<String> damage,
        boolean unsafe,
        int pending,
        boolean newer,
        boolean failed) {
    private static final String PROBE = "viva_doctor";

    /**
     * Connects, reads, writes and rolls back.
     *
     * @return empty when the SQLite file does not exist yet
     * @throws SQLException when the database cannot be reached or read
     */
    public static Optional<DatabaseFacts> of(DatabaseConfiguration config, Path dataDirectory) throws SQLException {
        return ask(
                config,
                dataDirectory,
                (connection, source) ->
                        config.postgresql() ? ofServer(connection, source) : ofFile(connection, source));
    }

    /**
     * Reads the tables of a database, beside a running service or without one.
     *
     * @return empty when there is no database yet
     * @throws SQLException when the database cannot be reached
     */
    public static <T> Optional<T> read(DatabaseConfiguration config, Path dataDirectory, Function<Handle, T> query)
            throws SQLException {
        if (Database.lonelyLog(config, dataDirectory).isPresent()) {
            return Optional.empty(); // SQLite would delete the log
        }
        return ask(config, dataDirectory, (connection, source) -> {
            try (Handle handle =
                    Jdbi.create(connection).installPlugin(new SqlObjectPlugin()).open()) {
                return query.apply(handle);
            }
        });
    }

    private interface Question<T> {
        T of(Connection connection, DataSource source) throws SQLException;
    }

    private static <T> Optional<T> ask(DatabaseConfiguration config, Path dataDirectory, Question<T> question)
            throws SQLException {
        var pools = new Pools(config, dataDirectory);
        if (!DatabaseFile.isPresent(pools.url())) {
            return Optional.empty();
        }
        ManagedDataSource source = pools.probing().build(new MetricRegistry(), "doctor");
        try (Connection connection = source.getConnection()) {
            return Optional.of(question.of(connection, source));
        } finally {
            Database.stop(source);
        }
    }

    private static DatabaseFacts ofServer(Connection connection, DataSource source) throws SQLException {
        String product = "PostgreSQL " + text(connection, "SELECT current_setting('server_version')");
        Instant time = timeOf(connection);
        int connections = Integer.parseInt(text(connection, """
                SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int"""));
        boolean unsafe = Boolean.parseBoolean(text(connection, """
                SELECT (current_setting('fsync') = 'off' OR current_setting('synchronous_commit') = 'off')::text"""));
        return with(connection, source, product, Optional.of(time), connections, Optional.empty(), unsafe);
    }

    private static DatabaseFacts ofFile(Connection connection, DataSource source) throws SQLException {
        String product = "SQLite " + text(connection, "SELECT sqlite_version()");
        String check = text(connection, "PRAGMA quick_check(1)");
        Optional<String> damage = check.equals("ok") ? Optional.empty() : Optional.of(check);
        return with(connection, source, product, Optional.empty(), Integer.MAX_VALUE, damage, false);
    }

    private static DatabaseFacts with(
            Connection connection,
            DataSource source,
            String product,
            Optional<Instant> time,
            int connections,
            Optional<String> damage,
            boolean unsafe) {
        Optional<String> refusal = refusal(connection);
        MigrationInfo[] all =
                Flyway.configure().dataSource(source).load().info().all();
        return new DatabaseFacts(
                product,
                time,
                connections,
                refusal,
                damage,
                unsafe,
                (int) Arrays.stream(all)
                        .filter(one -> !one.getState().isApplied())
                        .count(),
                Arrays.stream(all)
                        .anyMatch(one ->
                                one.getState().isApplied() && !one.getState().isResolved()),
                Arrays.stream(all).anyMatch(one -> one.getState().isFailed()));
    }

    /** Writes a table with a row as long as a line, as a migration and a commit do, and rolls back. */
    private static Optional<String> refusal(Connection connection) {
        try {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE " + PROBE + " (text TEXT)");
                statement.execute("INSERT INTO " + PROBE + " VALUES ('" + "probe ".repeat(1400) + "')");
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given"));
        }
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Instant timeOf(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT clock_timestamp()")) {
            rows.next();
            return rows.getTimestamp(1).toInstant();
        }
    }
}
