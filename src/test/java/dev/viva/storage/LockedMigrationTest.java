package dev.viva.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Engine;
import dev.viva.testing.Until;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The schema is to change while a backup reads the tables of the running service. */
class LockedMigrationTest {
    /** The next migration adds a column to the table of sessions. */
    private static final int BEFORE = 2;

    @TempDir
    Path folder;

    private String url;

    @BeforeEach
    void migrate() {
        url = Engine.POSTGRESQL.url(folder);
        Migrations.migrate(url, BEFORE);
    }

    @Test
    void letsRequestsPassAndEndsAfterTheBackup() throws Exception {
        var pools = new Pools(DatabaseConfiguration.at(url), folder);
        try (Connection backup = backup();
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var migration = executor.submit(() -> Database.migrate(pools, Duration.ofMillis(200)));
            for (int tries = 0; tries < 2; tries++) {
                Until.isTrue("the migration waits for the table", this::waits);
                read(); // fails when it waits for as long as the migration would
            }
            assertThat(migration.isDone()).isFalse();

            backup.rollback();
            migration.get(1, TimeUnit.MINUTES);
        }
        Jdbi.create(url).useHandle(h -> h.execute("SELECT characters FROM session")); // of a later migration
    }

    private Connection backup() throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("SELECT COUNT(*) FROM session");
        }
        return connection;
    }

    private void read() {
        Jdbi.create(url).useHandle(h -> {
            h.execute("SET statement_timeout = '8s'");
            h.execute("SELECT COUNT(*) FROM session");
        });
    }

    private boolean waits() {
        return Jdbi.create(url)
                .withHandle(h -> h.createQuery("SELECT COUNT(*) > 0 FROM pg_locks WHERE NOT granted"
                                + " AND mode = 'AccessExclusiveLock' AND relation = CAST('session' AS regclass)")
                        .mapTo(Boolean.class)
                        .one());
    }
}
