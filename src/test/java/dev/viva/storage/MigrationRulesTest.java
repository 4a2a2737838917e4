package dev.viva.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** During a rolling update the previous version runs on the new schema: migrations only add. */
class MigrationRulesTest {
    /**
     * What a migration may drop because the previous version no longer uses it, in the words of
     * {@link Catalogue#brokenBy}: the contract step of expand and contract.
     */
    private static final Map<Integer, List<String>> UNUSED = Map.of();

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Engine.class)
    void noMigrationBreaksThePreviousVersion(Engine engine) throws Exception {
        String url = engine.url(folder);
        Migrations.migrate(url, 1);
        for (int version = 2; version <= Migrations.last(); version++) {
            Catalogue before = catalogue(url);
            Migrations.migrate(url, version);
            assertThat(before.columns()).isNotEmpty();
            assertThat(before.brokenBy(catalogue(url)))
                    .as("migration " + version)
                    .containsExactlyElementsOf(UNUSED.getOrDefault(version, List.of()));
        }
    }

    /** As after a crash during a rolling update. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void previousVersionStartsOnTheNewSchema(Engine engine) throws Exception {
        String url = engine.url(folder);
        Migrations.migrate(url, Migrations.last());
        Path before = Files.createDirectory(folder.resolve("before"));
        try (var all = Files.list(Path.of("src/main/resources/db/migration"))) {
            for (Path file : all.toList()) {
                if (!file.getFileName().toString().startsWith("V" + Migrations.last() + "__")) {
                    Files.copy(file, before.resolve(file.getFileName()));
                }
            }
        }

        var result = Flyway.configure()
                .dataSource(url, null, null)
                .locations("filesystem:" + before)
                .load()
                .migrate();

        assertThat(result.success).isTrue();
        assertThat(result.migrationsExecuted).isZero();
    }

    private static Catalogue catalogue(String url) throws SQLException {
        try (var connection = DriverManager.getConnection(url)) {
            return Catalogue.of(connection);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DROP TABLE line                                              | line.words is gone
            ALTER TABLE line RENAME TO turn                              | line.words is gone
            ALTER TABLE line DROP COLUMN words                           | line.words is gone
            ALTER TABLE line RENAME COLUMN words TO text                 | line.words is gone
            ALTER TABLE line ALTER COLUMN words TYPE VARCHAR(9)          | line.words is varchar and was text
            ALTER TABLE line ALTER COLUMN words SET NOT NULL             | line.words must not be null any more
            ALTER TABLE line ALTER COLUMN number DROP DEFAULT            | line.number has lost its default
            ALTER TABLE line ADD COLUMN speaker TEXT NOT NULL            | line.speaker is new and has to be given
            """)
    void detectsBreakingMigrations(String migration, String found) throws Exception {
        assertThat(change(migration)).contains(found);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ALTER TABLE line ADD COLUMN speaker TEXT
            ALTER TABLE line ADD COLUMN speaker TEXT NOT NULL DEFAULT ''
            ALTER TABLE line ALTER COLUMN id DROP NOT NULL
            CREATE TABLE other (id TEXT NOT NULL)
            CREATE INDEX line_words ON line (words)
            """)
    void allowsCompatibleMigrations(String migration) throws Exception {
        assertThat(change(migration)).isEmpty();
    }

    private List<String> change(String migration) throws SQLException {
        String url = Engine.POSTGRESQL.url(folder);
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE line (id BIGINT NOT NULL, words TEXT, number BIGINT NOT NULL DEFAULT 0)");
            Catalogue before = Catalogue.of(connection);
            statement.execute(migration);
            return before.brokenBy(Catalogue.of(connection));
        }
    }

    @Test
    void detectsAColumnWithoutADefaultOnSqlite() throws Exception {
        try (var connection = DriverManager.getConnection(Engine.SQLITE.url(folder));
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE line (id BIGINT NOT NULL, words TEXT)");
            Catalogue before = Catalogue.of(connection);
            statement.execute("DROP TABLE line");
            statement.execute("CREATE TABLE line (id BIGINT NOT NULL, words TEXT NOT NULL, speaker TEXT NOT NULL)");
            assertThat(before.brokenBy(Catalogue.of(connection)))
                    .containsExactly("line.words must not be null any more", "line.speaker is new and has to be given");
        }
    }
}
