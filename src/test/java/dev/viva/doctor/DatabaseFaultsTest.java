package dev.viva.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viva.configuration.CannotStartException;
import dev.viva.doctor.Diagnosis.Grade;
import dev.viva.problem.Secret;
import dev.viva.storage.DatabaseConfiguration;
import dev.viva.testing.Databases;
import dev.viva.testing.Postgres;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults planted in a database, on a real PostgreSQL and in real SQLite files. */
class DatabaseFaultsTest {
    @TempDir
    static Path server;

    @TempDir
    Path folder;

    private static Postgres postgres;

    @BeforeAll
    static void start() {
        postgres = Postgres.durable(server);
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void aMissingFileIsWell() {
        assertThat(file()).singleElement().satisfies(found -> well(found, "will be created"));
    }

    @Test
    void theMissingFileOfAFolderThatTheStartCreatesIsWell() {
        var probe =
                new DatabaseProbe(DatabaseConfiguration.defaults(), folder.resolve("missing"), 1, Clock.systemUTC());

        assertThat(look(probe)).singleElement().satisfies(found -> well(found, "will be created"));
    }

    @Test
    void findsAMissingFolderThatNoStartCreates() {
        Path missing = folder.resolve("missing");

        assertThat(server("jdbc:sqlite:" + missing.resolve("viva.db")))
                .singleElement()
                .satisfies(found -> ill(found, missing + " is missing", "Create it"));
        assertThat(missing).doesNotExist();
    }

    @Test
    void aMigratedFileIsWellBesideTheServiceThatUsesIt() throws Exception {
        var database = Databases.open(folder);
        try {
            assertThat(file()).singleElement().satisfies(found -> well(found, "SQLite", "this version's"));
        } finally {
            database.stop();
        }
    }

    @Test
    void findsAFileThatIsNoDatabase() throws Exception {
        Files.writeString(folder.resolve("viva.db"), "not a database, but long enough to have a header ".repeat(40));
        assertThat(file()).singleElement().satisfies(found -> ill(found, "damaged"));
    }

    /** SQLite would delete the log, and with it the last lines: neither doctor nor a start opens it. */
    @Test
    void findsALogWithoutItsDatabase() throws Exception {
        Path log = Files.writeString(folder.resolve("viva.db-wal"), "lines");

        assertThat(file()).singleElement().satisfies(found -> ill(found, "viva.db-wal", "without its database"));
        assertThatThrownBy(() -> Databases.open(folder))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("without its database");

        assertThat(log).hasContent("lines");
        assertThat(folder.resolve("viva.db")).doesNotExist();
    }

    @Test
    void findsADamagedPage() throws Exception {
        Databases.open(folder).stop();
        try (var file = FileChannel.open(folder.resolve("viva.db"), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(4096), 2 * 4096);
            file.write(ByteBuffer.allocate(4096), 5 * 4096);
        }
        assertThat(file()).anySatisfy(found -> ill(found, "damaged", "viva restore"));
    }

    @Test
    void findsAFileThatAnotherProcessLocks() throws Exception {
        Databases.open(folder).stop();
        try (var holder = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("viva.db"));
                var statement = holder.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
            assertThat(file()).anySatisfy(found -> ill(found, "locked"));
        }
    }

    @Test
    void findsASchemaThatANewerVersionWrote() throws Exception {
        Databases.open(folder).stop();
        execute("INSERT INTO flyway_schema_history SELECT 999, '999', 'later', 'SQL', 'V999__later.sql', 1,"
                + " installed_by, installed_on, 1, 1 FROM flyway_schema_history LIMIT 1");
        assertThat(file()).anySatisfy(found -> ill(found, "newer than this version"));
    }

    @Test
    void findsAMigrationThatFailedHalfWay() throws Exception {
        Databases.open(folder).stop();
        execute("UPDATE flyway_schema_history SET success = 0"
                + " WHERE installed_rank = (SELECT MAX(installed_rank) FROM flyway_schema_history)");
        assertThat(file()).anySatisfy(found -> ill(found, "failed half-way"));
    }

    @Test
    void aServerIsWellAndKeepsNothingOfTheProbe() throws Exception {
        assertThat(server(postgres.url())).singleElement().satisfies(found -> well(found, "PostgreSQL", "migrations"));
        try (var connection = DriverManager.getConnection(postgres.url());
                var tables = connection.getMetaData().getTables(null, "public", "%", new String[] {"TABLE"})) {
            assertThat(tables.next()).isFalse();
        }
    }

    @Test
    void findsAServerThatIsNotThere() {
        assertThat(server("jdbc:postgresql://127.0.0.1:1/viva"))
                .singleElement()
                .satisfies(found -> ill(found, "cannot be reached"));
    }

    @Test
    void findsADatabaseThatIsNotThere() {
        assertThat(server(postgres.url().replace("/postgres?", "/nowhere?")))
                .singleElement()
                .satisfies(found -> ill(found, "does not let the service in", "nowhere"));
    }

    @Test
    void findsAUserThatIsNotThere() {
        assertThat(server(postgres.url().replace("user=postgres", "user=nobody")))
                .singleElement()
                .satisfies(found -> ill(found, "does not let the service in", "nobody"));
    }

    @Test
    void findsAServerThatTakesNoWrites() {
        postgres.execute("ALTER DATABASE postgres SET default_transaction_read_only = on");
        try {
            assertThat(server(postgres.url())).anySatisfy(found -> ill(found, "takes no writes", "read-only"));
        } finally {
            postgres.execute("ALTER DATABASE postgres RESET default_transaction_read_only");
        }
    }

    @Test
    void findsAUserWithoutRights() {
        postgres.execute("DROP ROLE IF EXISTS guest");
        postgres.execute("CREATE ROLE guest LOGIN");
        assertThat(server(postgres.url().replace("user=postgres", "user=guest")))
                .anySatisfy(found -> ill(found, "takes no writes", "permission denied"));
    }

    @Test
    void findsAServerThatMayLoseWhatItAcknowledged() {
        postgres.execute("ALTER DATABASE postgres SET synchronous_commit = off");
        try {
            assertThat(server(postgres.url())).anySatisfy(found -> ill(found, "acknowledges what it may lose"));
        } finally {
            postgres.execute("ALTER DATABASE postgres RESET synchronous_commit");
        }
    }

    @Test
    void findsTooFewConnectionsForAllReplicas() {
        var config = DatabaseConfiguration.at(postgres.url(), "", new Secret(""));
        assertThat(look(new DatabaseProbe(config, folder, 200, Clock.systemUTC())))
                .anySatisfy(found -> ill(found, "200 replicas need 1000", "max_connections"));
    }

    @Test
    void findsAClockThatDiffersFromTheServers() {
        var config = DatabaseConfiguration.at(postgres.url(), "", new Secret(""));
        Clock late = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-2));
        assertThat(look(new DatabaseProbe(config, folder, 1, late))).anySatisfy(found -> {
            assertThat(found.about()).isEqualTo("clock");
            ill(found, "apart from that of the database");
        });
    }

    private List<Diagnosis> file() {
        return look(new DatabaseProbe(DatabaseConfiguration.defaults(), folder, 1, Clock.systemUTC()));
    }

    private List<Diagnosis> server(String url) {
        var config = DatabaseConfiguration.at(url, "", new Secret(""));
        return look(new DatabaseProbe(config, folder, 1, Clock.systemUTC()));
    }

    private void execute(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("viva.db"));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<Diagnosis> look(Probe probe) {
        return Report.of(probe);
    }

    private static void well(Diagnosis found, String... words) {
        assertThat(found.grade()).as(found.toString()).isEqualTo(Grade.OK);
        assertThat(found.sentence()).contains(words);
    }

    private static void ill(Diagnosis found, String... words) {
        assertThat(found.grade()).as(found.toString()).isEqualTo(Grade.FAIL);
        assertThat(found.sentence()).contains(words);
    }
}
