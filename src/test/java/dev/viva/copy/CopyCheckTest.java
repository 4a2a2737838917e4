package dev.viva.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.viva.storage.Database;
import dev.viva.storage.EarlierVersion;
import dev.viva.storage.Migrations;
import dev.viva.testing.Databases;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Refusals before anything is copied; they change nothing. */
class CopyCheckTest {
    private static final TestClock CLOCK = new TestClock();

    @TempDir
    Path folder;

    private Path old;
    private Path fresh;
    private final List<String> output = new ArrayList<>();

    @BeforeEach
    void makeFolders() throws IOException {
        old = Files.createDirectory(folder.resolve("old"));
        fresh = Files.createDirectory(folder.resolve("fresh"));
    }

    private CopyData copy(Engine from, Engine to) {
        return new CopyData(from.configuration(old), to.configuration(fresh), output::add);
    }

    /** @return the id of a new session in the database */
    private static String fill(Engine engine, Path folder) throws Exception {
        Database database = Databases.open(engine, folder);
        try {
            return Databases.session(database, CLOCK).id();
        } finally {
            database.stop();
        }
    }

    private void isRefused(CopyData copy, String... words) {
        assertThatExceptionOfType(CopyException.class)
                .isThrownBy(copy::run)
                .satisfies(refused -> assertThat(refused.getMessage()).contains(words));
    }

    /** All rows of all tables, including the schema history. */
    private static TreeMap<String, TableRows.Sum> content(String url) throws Exception {
        var content = new TreeMap<String, TableRows.Sum>();
        try (var connection = DriverManager.getConnection(url)) {
            for (String table : TableRows.tables(connection)) {
                var silent = new Progress.Reports(line -> {}, 1_000).of(table, 0, "");
                content.put(table, TableRows.sum(connection, table, silent));
            }
        }
        return content;
    }

    @Test
    void refusesAMissingSource() {
        isRefused(
                copy(Engine.SQLITE, Engine.SQLITE), "no file sqlite:" + old.resolve("viva.db"), "--from", "viva.db in");

        assertThat(old).isEmptyDirectory();
        assertThat(fresh).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void refusesASourceWithoutVivasSchema(Engine from) throws Exception {
        Jdbi.create(from.url(old)).useHandle(h -> h.execute("CREATE TABLE recipe (name TEXT)"));

        isRefused(copy(from, Engine.SQLITE), "no data of Viva", "--from");

        assertThat(content(from.url(old))).containsOnlyKeys("recipe");
        assertThat(fresh).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void refusesAnEmptyDatabaseAsASource(Engine from) throws Exception {
        if (from == Engine.SQLITE) {
            Files.createFile(old.resolve("viva.db"));
        }

        isRefused(copy(from, Engine.SQLITE), "no data of Viva");

        assertThat(content(from.url(old))).isEmpty();
        assertThat(fresh).isEmptyDirectory();
    }

    @Test
    void refusesAFileThatIsNotADatabase() throws Exception {
        Files.writeString(old.resolve("viva.db"), "This is a letter and no database. ".repeat(100));

        isRefused(copy(Engine.SQLITE, Engine.SQLITE), "cannot be read as a SQLite database");

        assertThat(old.resolve("viva.db")).content().startsWith("This is a letter");
    }

    @Test
    void refusesASourceInUse() throws Exception {
        Database service = Databases.open(old);
        try {
            isRefused(copy(Engine.SQLITE, Engine.SQLITE), "is in use", "stop the service");
        } finally {
            service.stop();
        }
    }

    @Test
    void leavesNoFilesBesideTheSource() throws Exception {
        fill(Engine.SQLITE, old);

        copy(Engine.SQLITE, Engine.POSTGRESQL).run();

        assertThat(old).isDirectoryNotContaining("glob:**-{wal,shm,journal}");
        assertThat(old).isDirectoryContaining("glob:**viva.db");
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void refusesASourceOfALaterVersion(Engine from) throws Exception {
        fill(from, old);
        makeLater(from, old);

        isRefused(copy(from, Engine.SQLITE), "a later version of Viva");
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void refusesATargetOfALaterVersion(Engine to) throws Exception {
        fill(Engine.SQLITE, old);
        fill(to, fresh);
        makeLater(to, fresh);

        isRefused(copy(Engine.SQLITE, to), "a later version of Viva");
    }

    private static void makeLater(Engine engine, Path folder) {
        engine.jdbi(folder).useHandle(h -> h.execute("""
                INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,
                                                   installed_by, installed_on, execution_time, success)
                SELECT installed_rank + 1, '9999', 'later', type, 'V9999__later.sql', 1,
                       installed_by, installed_on, 0, success
                FROM flyway_schema_history ORDER BY installed_rank DESC LIMIT 1
                """));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void migratesAndCopiesAnEarlierVersion(Engine from) throws Exception {
        var before = new EarlierVersion(Migrations.last() - 4, CLOCK.millis());
        Migrations.migrate(from.url(old), before.schema());
        Jdbi.create(from.url(old)).useTransaction(h -> before.open(h, "ses_" + "0".repeat(22)));

        assertThat(copy(from, Engine.SQLITE).run()).as(output.toString()).isTrue();

        assertThat(output.getFirst()).contains("earlier version");
        assertThat(content(Engine.SQLITE.url(fresh)).get("session"))
                .isEqualTo(content(from.url(old)).get("session"));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void refusesATargetWithASessionOfItsOwn(Engine to) throws Exception {
        fill(Engine.SQLITE, old);
        fill(to, fresh);
        var before = content(to.url(fresh));

        isRefused(copy(Engine.SQLITE, to), "is not empty", "session", "--to");

        assertThat(content(to.url(fresh))).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void refusesATargetUsedSinceItsCopy(Engine to) throws Exception {
        fill(Engine.SQLITE, old);
        assertThat(copy(Engine.SQLITE, to).run()).as(output.toString()).isTrue();
        fill(to, fresh);
        var before = content(to.url(fresh));

        isRefused(copy(Engine.SQLITE, to), "session");

        assertThat(content(to.url(fresh))).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "SQLITE, UPDATE frozen_case SET body = '[]', frozen_case",
        "POSTGRESQL, UPDATE frozen_case SET body = '[]', frozen_case",
        "SQLITE, UPDATE session SET call_number = 2, session",
        "POSTGRESQL, UPDATE session SET ended_at = 1, session",
    })
    void refusesATargetWithADifferentRow(Engine to, String change, String table) throws Exception {
        fill(Engine.SQLITE, old);
        assertThat(copy(Engine.SQLITE, to).run()).as(output.toString()).isTrue();
        to.jdbi(fresh).useHandle(h -> h.execute(change));
        var before = content(to.url(fresh));

        isRefused(copy(Engine.SQLITE, to), "table " + table + " ");

        assertThat(content(to.url(fresh))).isEqualTo(before);
    }

    /** Otherwise it would be migrated before its rows are checked. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void doesNotMigrateARefusedTarget(Engine to) throws Exception {
        fill(Engine.SQLITE, old);
        var earlier = new EarlierVersion(4, CLOCK.millis());
        Migrations.migrate(to.url(fresh), earlier.schema());
        Jdbi.create(to.url(fresh)).useTransaction(h -> earlier.open(h, "ses_" + "0".repeat(22)));
        var before = content(to.url(fresh));

        isRefused(copy(Engine.SQLITE, to), "is not empty");

        assertThat(content(to.url(fresh))).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void refusesATargetOfAnotherApplication(Engine to) throws Exception {
        fill(Engine.SQLITE, old);
        Jdbi.create(to.url(fresh)).useHandle(h -> h.execute("CREATE TABLE recipe (name TEXT)"));

        isRefused(copy(Engine.SQLITE, to), "not Viva's: recipe");

        assertThat(content(to.url(fresh))).containsOnlyKeys("recipe");
    }

    /** Other applications also have tables for sessions and migrations. */
    @ParameterizedTest
    @CsvSource({"SQLITE, true", "SQLITE, false", "POSTGRESQL, true", "POSTGRESQL, false"})
    void refusesSessionAndMigrationTablesOfAnotherApplication(Engine other, boolean baseline) throws Exception {
        fill(Engine.SQLITE, old);
        String sessions = "CREATE TABLE session (id TEXT)";
        if (baseline) {
            other.jdbi(fresh).useHandle(h -> h.execute(sessions));
        }
        migrate(other.url(fresh), Map.of("V1__sessions.sql", sessions));
        var before = content(other.url(fresh));

        isRefused(copy(Engine.SQLITE, other), "not Viva's: ", "session");
        isRefused(
                new CopyData(other.configuration(fresh), Engine.SQLITE.configuration(folder), output::add),
                "no data of Viva");

        assertThat(content(other.url(fresh))).isEqualTo(before);
    }

    /** With migrations other than Viva's, whose tables could be mistaken for Viva's. */
    private void migrate(String url, Map<String, String> migrations) throws IOException {
        Path scripts = Files.createDirectory(folder.resolve("migrations"));
        for (var migration : migrations.entrySet()) {
            Files.writeString(scripts.resolve(migration.getKey()), migration.getValue());
        }
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("filesystem:" + scripts)
                .baselineOnMigrate(true)
                .load()
                .migrate();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void refusesTheSameDatabaseTwice(Engine engine) throws Exception {
        fill(engine, old);
        var config = engine.configuration(old);

        isRefused(new CopyData(config, config, output::add), "are the same");
    }

    /** An interruption may come before the first table exists. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void fillsATargetAfterAnInterruptedMigration(Engine to) throws Exception {
        fill(Engine.SQLITE, old);
        migrate(to.url(fresh), Map.of());
        assertThat(content(to.url(fresh))).containsOnlyKeys("flyway_schema_history");

        assertThat(copy(Engine.SQLITE, to).run()).as(output.toString()).isTrue();
    }

    /** A start stores how far it has applied its journal. That says nothing about the data of the source. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void fillsAnUnusedTargetWithAJournalOfErasures(Engine to) throws Exception {
        fill(Engine.SQLITE, old);
        Databases.open(to, fresh).stop();
        to.jdbi(fresh).useHandle(h -> h.execute("INSERT INTO erasure_journal (id, applied) VALUES ('journal', 120)"));

        assertThat(copy(Engine.SQLITE, to).run()).as(output.toString()).isTrue();

        assertThat(content(to.url(fresh)).get("erasure_journal"))
                .extracting(TableRows.Sum::rows)
                .isEqualTo(0L);
    }

    /** A target that was started but never used has only rows of its own start. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void fillsAnUnusedTarget(Engine to) throws Exception {
        String session = fill(Engine.SQLITE, old);
        Databases.open(to, fresh).stop();

        assertThat(copy(Engine.SQLITE, to).run()).as(output.toString()).isTrue();

        List<String> sessions = to.jdbi(fresh)
                .withHandle(h -> h.createQuery("SELECT id FROM session")
                        .mapTo(String.class)
                        .list());
        assertThat(sessions).containsExactly(session);
    }
}
