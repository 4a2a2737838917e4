package dev.viva.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricRegistry;
import dev.viva.problem.Secret;
import dev.viva.storage.Database;
import dev.viva.storage.DatabaseConfiguration;
import dev.viva.storage.Migrations;
import dev.viva.testing.Databases;
import dev.viva.testing.Engine;
import dev.viva.testing.Postgres;
import dev.viva.testing.ServerProcess;
import dev.viva.testing.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups of a running service's database, and what is restored from them. */
class BackupTest {
    private static final Instant NOW = Instant.parse("2026-11-27T08:15:30Z");

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(Engine.class)
    void restoresIntoEitherDatabaseWhatIsBackedUpWhileTheServiceRuns(Engine engine) throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        var running = Databases.open(engine, data);
        String session = Databases.session(running, new TestClock()).id();
        Path file = new Backup(engine.configuration(data), data, said::add).write(folder.resolve("backups"), NOW, 2);
        String later = Databases.session(running, new TestClock()).id();
        running.stop();

        assertThat(file).hasFileName("viva-20261127T081530Z.db");
        assertThat(Files.list(file.getParent())).containsExactly(file);
        Path restored = folder.resolve("missing/restored");
        new Backup(DatabaseConfiguration.defaults(), restored, said::add).restore(file);
        assertThat(Files.getPosixFilePermissions(restored)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(sessions(DatabaseConfiguration.defaults(), restored)).containsExactly(session);
        var server = DatabaseConfiguration.at(Postgres.schema(folder + "restored"), "", new Secret(""));
        new Backup(server, restored, said::add).restore(file);
        assertThat(sessions(server, restored)).containsExactly(session).doesNotContain(later);
        assertThat(said).contains("Both databases are equal.").last().asString().contains("Erase again");
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void writesNothingBesideTheBackupThatItRestores(Engine engine) throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        var running = Databases.open(engine, data);
        String session = Databases.session(running, new TestClock()).id();
        running.stop();
        Path file = new Backup(engine.configuration(data), data, said::add).write(folder.resolve("backups"), NOW, 2);

        assertThat(restoredWithoutWriting(file)).containsExactly(session);
    }

    @Test
    void migratesABackupOfAnEarlierVersionInACopy() throws Exception {
        Path file = Files.createDirectory(folder.resolve("backups")).resolve("viva-20261101T020304Z.db");
        Migrations.migrate("jdbc:sqlite:" + file, Migrations.last() - 1);
        byte[] before = Files.readAllBytes(file);

        assertThat(restoredWithoutWriting(file)).isEmpty();

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(Files.list(folder.resolve("restored")))
                .extracting(left -> left.getFileName().toString())
                .allMatch(name -> name.startsWith("viva.db"));
    }

    @Test
    void readsWhatIsOnlyInTheLogOfACopiedFile() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        var running = Databases.open(data);
        String session = Databases.session(running, new TestClock()).id();
        Path copied = Files.createDirectory(folder.resolve("copied"));
        for (String name : List.of("viva.db", "viva.db-wal")) {
            Files.copy(data.resolve(name), copied.resolve(name));
        }
        running.stop();
        Path restored = folder.resolve("restored");

        new Backup(DatabaseConfiguration.defaults(), restored, said::add).restore(copied.resolve("viva.db"));

        assertThat(sessions(DatabaseConfiguration.defaults(), restored)).containsExactly(session);
    }

    /** Root may write anywhere, so the times show whether a file appeared, if only for a moment. */
    private List<String> restoredWithoutWriting(Path file) throws Exception {
        Path restored = folder.resolve("restored");
        Path backups = folder.resolve("backups");
        FileTime before = FileTime.from(NOW);
        Files.setLastModifiedTime(file, before);
        Files.setLastModifiedTime(backups, before);
        assertThat(file.toFile().setWritable(false) && backups.toFile().setWritable(false))
                .isTrue();
        try {
            new Backup(DatabaseConfiguration.defaults(), restored, said::add).restore(file);
        } finally {
            assertThat(backups.toFile().setWritable(true)).isTrue();
        }
        assertThat(Files.list(backups)).containsExactly(file);
        assertThat(Files.getLastModifiedTime(backups)).isEqualTo(before);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
        return sessions(DatabaseConfiguration.defaults(), restored);
    }

    @Test
    void changesNothingInADatabaseThatHoldsSomethingElse() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        var first = Databases.open(data);
        Databases.session(first, new TestClock());
        first.stop();
        Path file = backup(data, NOW, 1);
        Path other = Files.createDirectory(folder.resolve("other"));
        var second = Databases.open(other);
        String session = Databases.session(second, new TestClock()).id();
        second.stop();

        var backup = new Backup(DatabaseConfiguration.defaults(), other, said::add);
        assertThatThrownBy(() -> backup.restore(file))
                .isInstanceOf(CopyException.class)
                .hasMessageContaining("Move the service's database away")
                .hasMessageNotContaining("--to");
        assertThat(sessions(DatabaseConfiguration.defaults(), other)).containsExactly(session);
    }

    @Test
    void keepsTheNewestBackupsAndNoOtherFileIsTouched() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Databases.open(data).stop();
        Path first = backup(data, NOW, 2);
        Path notes = Files.writeString(first.resolveSibling("notes.txt"), "mine");
        Path second = backup(data, NOW.plusSeconds(60), 2);
        Path third = backup(data, NOW.plusSeconds(120), 2);
        assertThat(Files.list(first.getParent())).containsExactlyInAnyOrder(second, third, notes);
    }

    /** SQLite would delete it, and apply that of another file to the backup. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void touchesNoLogThatIsLeftOfAnotherDatabase(boolean emptyFile) throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        var running = Databases.open(data);
        String session = Databases.session(running, new TestClock()).id();
        Path file = backup(data, NOW, 1);
        Databases.session(running, new TestClock());
        Path restored = Files.createDirectory(folder.resolve("restored"));
        Path left = Files.copy(data.resolve("viva.db-wal"), restored.resolve("viva.db-wal"));
        running.stop();
        if (emptyFile) {
            Files.createFile(restored.resolve("viva.db"));
        }
        byte[] before = Files.readAllBytes(left);
        assertThat(before).isNotEmpty();

        var backup = new Backup(DatabaseConfiguration.defaults(), restored, said::add);
        assertThatThrownBy(() -> backup.restore(file))
                .isInstanceOf(CopyException.class)
                .hasMessageContaining("viva.db-wal is there without its database");
        assertThat(left).hasBinaryContent(before);
        Files.move(left, folder.resolve("kept-wal"));
        backup.restore(file);

        assertThat(sessions(DatabaseConfiguration.defaults(), restored)).containsExactly(session);
    }

    /** A clock was ahead once: the present backup is older by its name than the one of that time. */
    @Test
    void keepsTheBackupItHasJustMade() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Databases.open(data).stop();
        Path ahead = backup(data, NOW.plus(Duration.ofDays(400)), 1);

        Path first = backup(data, NOW, 1);
        assertThat(Files.list(first.getParent())).containsExactlyInAnyOrder(ahead, first);
        assertThat(said).last().asString().contains(ahead.toString(), "a clock was ahead");
        Path second = backup(data, NOW.plusSeconds(60), 1);

        assertThat(Files.list(first.getParent())).containsExactlyInAnyOrder(ahead, second);
    }

    /** What killed backups left may be why there is no room. */
    @ParameterizedTest
    @ValueSource(strings = {"PT2H", "PT-2H"})
    void makesRoomBeforeItCopies(Duration old) throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path backups = Files.createDirectory(folder.resolve("backups"));
        Path left = Files.createFile(backups.resolve("viva-20261101T020304Z.db.unfinished"));
        Files.setLastModifiedTime(left, FileTime.from(NOW.minus(old)));

        assertThatThrownBy(() -> backup(data, NOW, 2)).hasMessageContaining("There is no file");

        assertThat(left).doesNotExist();
    }

    @Test
    void removesWhatAKilledRestoreLeft() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Databases.open(data).stop();
        Path file = backup(data, NOW, 1);
        Path restored = Files.createDirectory(folder.resolve("restored"));
        Path left = Files.createFile(restored.resolve("restore.unfinished"));

        new Backup(DatabaseConfiguration.defaults(), restored, said::add).restore(file);

        assertThat(left).doesNotExist();
    }

    @Test
    void removesWhatAKilledBackupLeft() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Databases.open(data).stop();
        Path first = backup(data, NOW, 2);
        Path left = Files.copy(first, first.resolveSibling("viva-20261101T020304Z.db.unfinished"));
        Files.setLastModifiedTime(left, FileTime.from(NOW.minus(Duration.ofHours(2))));
        Path running = Files.copy(first, first.resolveSibling("viva-20261102T020304Z.db.unfinished"));
        Files.setLastModifiedTime(running, FileTime.from(NOW));

        Path second = backup(data, NOW.plusSeconds(60), 2);

        assertThat(Files.list(first.getParent())).containsExactlyInAnyOrder(first, second, running);
    }

    @Test
    void areCommands() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        var running = Databases.open(data);
        String session = Databases.session(running, new TestClock()).id();
        running.stop();
        run(data, "backup", "--to", folder.resolve("backups").toString());
        Path file = Files.list(folder.resolve("backups")).toList().getFirst();
        Path restored = folder.resolve("restored");
        run(restored, "restore", "--from", file.toString());
        assertThat(sessions(DatabaseConfiguration.defaults(), restored)).containsExactly(session);
    }

    private static void run(Path data, String... arguments) throws Exception {
        try (var command = ServerProcess.launch(data, ServerProcess.freePort(), Map.of(), List.of(arguments))) {
            assertThat(command.exit()).as(command.output()).isZero();
        }
    }

    private Path backup(Path data, Instant now, int keep) throws Exception {
        return new Backup(DatabaseConfiguration.defaults(), data, said::add)
                .write(folder.resolve("backups"), now, keep);
    }

    private static List<String> sessions(DatabaseConfiguration config, Path data) throws Exception {
        var database = Database.open(config, data, new MetricRegistry());
        database.start();
        try {
            return database.read()
                    .withHandle(handle -> handle.createQuery("SELECT id FROM session")
                            .mapTo(String.class)
                            .list());
        } finally {
            database.stop();
        }
    }
}
