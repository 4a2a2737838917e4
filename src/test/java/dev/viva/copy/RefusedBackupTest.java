package dev.viva.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viva.storage.DatabaseConfiguration;
import dev.viva.testing.Databases;
import dev.viva.testing.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup of a database that cannot be right is refused, and the backups that are there are kept. */
class RefusedBackupTest {
    private static final Instant NOW = Instant.parse("2026-11-27T08:15:30Z");
    private static final String RUBBISH = "not a database, but long enough to have a header ".repeat(40);

    @TempDir
    Path folder;

    private Path data;
    private Path database;
    private Path kept;

    @BeforeEach
    void backUp() throws Exception {
        data = Files.createDirectory(folder.resolve("data"));
        database = data.resolve("viva.db");
        Databases.open(data).stop();
        kept = backup(0);
    }

    private Path backup(int seconds) throws Exception {
        return new Backup(DatabaseConfiguration.defaults(), data, said -> {})
                .write(folder.resolve("backups"), NOW.plusSeconds(seconds), 1);
    }

    private void assertRefused(String... words) throws Exception {
        assertThatThrownBy(() -> backup(60)).isInstanceOf(CopyException.class).hasMessageContainingAll(words);
        assertThat(Files.list(folder.resolve("backups"))).containsExactly(kept);
    }

    @Test
    void anEmptyFileIsRefused() throws Exception {
        Files.write(database, new byte[0]);
        assertRefused("contains no data of Viva", database.toString(), "Check data_dir and database.url");
    }

    @Test
    void aFileOfAnotherProgramIsRefused() throws Exception {
        Files.delete(database);
        execute("CREATE TABLE session (id TEXT)");
        assertRefused("contains no data of Viva");
    }

    @Test
    void aSchemaOfALaterVersionIsRefused() throws Exception {
        execute(
                "INSERT INTO flyway_schema_history SELECT installed_rank + 1000, '999', 'later', type, 'V999__later.sql',"
                        + " checksum, installed_by, installed_on, execution_time, success FROM flyway_schema_history"
                        + " ORDER BY installed_rank DESC LIMIT 1");
        assertRefused("was changed by a later version of Viva");
    }

    @Test
    void aDamagedFileIsRefused() throws Exception {
        Files.writeString(database, RUBBISH);
        assertRefused(database.toString(), "cannot be read as a SQLite database");
    }

    @Test
    void aLockedFileIsRefused() throws Exception {
        try (var open = ExistingDatabase.open(DatabaseConfiguration.at("jdbc:sqlite:" + database))
                .orElseThrow()) {
            assertThat(open.isOfViva()).isTrue();
            assertRefused(database.toString(), "is locked by another process");
        }
    }

    /** SQLite would delete the log, and it may hold all that was stored. */
    @Test
    void aLogWithoutItsDatabaseIsRefusedAndKept() throws Exception {
        var running = Databases.open(data);
        Databases.session(running, new TestClock());
        byte[] lines = Files.readAllBytes(data.resolve("viva.db-wal"));
        running.stop();
        Files.write(database, new byte[0]);
        Path log = Files.write(data.resolve("viva.db-wal"), lines);

        assertRefused("viva.db-wal is there without its database");

        assertThat(log).hasBinaryContent(lines);
    }

    /** As when the disk fills up just before SQLite copies its log into the file. */
    @Test
    void aBackupWhosePartIsInItsLogIsNotComplete() throws Exception {
        Path unfinished = Files.createFile(folder.resolve("viva.db.unfinished"));
        Path log = folder.resolve("viva.db.unfinished-wal");
        SqliteSnapshot.requireWhole(unfinished);
        Files.createFile(log);
        SqliteSnapshot.requireWhole(unfinished);
        Files.writeString(log, "rows");

        assertThatThrownBy(() -> SqliteSnapshot.requireWhole(unfinished))
                .isInstanceOf(CopyException.class)
                .hasMessageContainingAll(unfinished + " is not complete", "Make room in " + folder);
    }

    @Test
    void aFileThatCannotBeWrittenIsNamed() throws Exception {
        Path target = Files.copy(database, folder.resolve("taken.db"));
        var source = DatabaseConfiguration.at("jdbc:sqlite:" + database);

        assertThatThrownBy(() -> SqliteSnapshot.write(source, target))
                .isInstanceOf(CopyException.class)
                .hasMessageContainingAll(database.toString(), "cannot be copied to " + target);
    }

    @Test
    void onlyAFullDiskIsSurelyTheTargets() {
        Path target = folder.resolve("backup.db");

        assertThat(SqliteSnapshot.failed("viva.db", target, new SQLException("disk I/O error", null, 10)))
                .hasMessage("viva.db cannot be copied to " + target
                        + ": disk I/O error. One of the two disks failed: look at both.");
        assertThat(SqliteSnapshot.failed("viva.db", target, new SQLException("database or disk is full", null, 13)))
                .hasMessageContainingAll(target + " cannot be written", "Look at the disk of " + folder)
                .hasMessageNotContaining("viva.db");
    }

    @Test
    void restoreNamesTheFileThatIsNoBackup() throws Exception {
        Path wrong = Files.writeString(folder.resolve("wrong.db"), RUBBISH);
        var backup = new Backup(DatabaseConfiguration.defaults(), folder.resolve("restored"), said -> {});

        assertThatThrownBy(() -> backup.restore(wrong))
                .isInstanceOf(CopyException.class)
                .hasMessageContainingAll(wrong.toString(), "cannot be read", "Check --from");
    }

    private void execute(String statement) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var executed = connection.createStatement()) {
            executed.execute(statement);
        }
    }
}
