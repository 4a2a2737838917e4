package dev.viva.copy;

import dev.viva.storage.Database;
import dev.viva.storage.DatabaseConfiguration;
import dev.viva.storage.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;

/**
 * Backups of either database as a SQLite file each: one snapshot, made while the service runs, and checked before it
 * gets its name. It restores into either database. For one thread.
 */
public final class Backup {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'viva-'yyyyMMdd'T'HHmmss'Z.db'").withZone(ZoneOffset.UTC);
    /** SQLite has files of its own beside the file that it writes. */
    private static final String UNFINISHED = "\\.unfinished.*";
    /** Nothing was written to an unfinished backup for so long: whoever wrote it is gone. */
    private static final Duration LEFT_AFTER = Duration.ofHours(1);

    /** The copy of a backup in which its schema is migrated. */
    private static final String MIGRATED = "restore.unfinished";

    private static final String NAMES = "viva-\\d{8}T\\d{6}Z\\.db";

    private final DatabaseConfiguration database;
    private final Path dataDirectory;
    private final Consumer<String> out;

    /** @param out receives a message about each step */
    public Backup(DatabaseConfiguration database, Path dataDirectory, Consumer<String> out) {
        this.database = database;
        this.dataDirectory = dataDirectory;
        this.out = out;
    }

    /**
     * Writes a backup, then deletes the oldest ones of the folder.
     *
     * @param keep how many backups up to this one the folder holds afterwards, at least this one
     * @return the new file
     * @throws CopyException when there is nothing to back up, or the backup is not complete; no backup is deleted then
     */
    public Path write(Path folder, Instant now, int keep) throws IOException, SQLException {
        OwnerOnly.makeFolder(folder);
        Path file = folder.resolve(NAME.format(now));
        Path unfinished = folder.resolve(file.getFileName() + ".unfinished");
        delete(folder, unfinished);
        deleteLeft(folder, now); // before, since they may have filled the disk
        try {
            copy(unfinished);
            check(unfinished);
            sync(unfinished);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(folder, unfinished);
        }
        out.accept("%s (%,d bytes)".formatted(file, Files.size(file)));
        deleteOld(folder, file, keep);
        return file;
    }

    private static void delete(Path folder, Path unfinished) throws IOException {
        String name = Pattern.quote(unfinished.getFileName().toString());
        for (Path file : filesOf(folder, name + ".*")) {
            Files.delete(file);
        }
    }

    private void copy(Path target) throws SQLException, IOException {
        if (database.postgresql()) {
            copyServer(target);
        } else {
            copyFile(target);
        }
    }

    private void copyServer(Path target) throws SQLException, IOException {
        if (isFromEarlierVersion(database, CopyAdvice.BACKUP)) {
            throw new CopyException("The database is from an earlier version: make the backup with that version.");
        }
        OwnerOnly.make(target);
        boolean same;
        try {
            same = new CopyData(database, sqlite(target), CopyAdvice.BACKUP, out).run();
        } catch (SQLException | FlywayException e) {
            SqliteSnapshot.cause(e).ifPresent(cause -> {
                throw SqliteSnapshot.unwritable(target, cause);
            });
            throw e;
        }
        if (!same) {
            throw new CopyException("The backup differs from the database.");
        }
    }

    private void copyFile(Path target) throws IOException {
        Database.lonelyLog(database, dataDirectory).ifPresent(words -> {
            throw new CopyException(words);
        });
        Path source = sourceFile();
        if (!Files.exists(source)) {
            throw new CopyException("There is no file " + source + ". Check data_dir and database.url.");
        }
        SqliteSnapshot.write(sqlite(source), target);
    }

    /** Reads the file alone, as a restore will: what is still in a log beside it would be lost. */
    private void check(Path unfinished) throws IOException, SQLException {
        SqliteSnapshot.requireWhole(unfinished);
        DatabaseConfiguration backup = DatabaseConfiguration.unchanging(unfinished);
        SqliteSnapshot.check(backup, "Look at the disks of both folders.");
        var advice = new CopyAdvice(
                "It is the copy of " + database.in(dataDirectory).place(dataDirectory) + ". "
                        + CopyAdvice.BACKUP.source(),
                CopyAdvice.BACKUP.target());
        CopyCheck.source(backup, advice).close();
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** A backup whose name is later was made by a clock that was ahead. Its age is not known, so it is not counted. */
    private void deleteOld(Path folder, Path newest, int keep) throws IOException {
        int kept = 0;
        for (Path file : filesOf(folder, NAMES)) {
            if (file.getFileName().compareTo(newest.getFileName()) > 0) {
                out.accept(
                        "%s has a time to come in its name: a clock was ahead. It is kept until you delete it, or until"
                                        .formatted(file)
                                + " that time.");
            } else if (++kept > keep) {
                Files.delete(file);
                out.accept("deleted " + file);
            }
        }
    }

    /** What backups left that were killed. A backup that is still being written was changed just now. */
    private void deleteLeft(Path folder, Instant now) throws IOException {
        for (Path file : filesOf(folder, NAMES + UNFINISHED)) {
            Duration unchanged =
                    Duration.between(Files.getLastModifiedTime(file).toInstant(), now);
            if (unchanged.abs().compareTo(LEFT_AFTER) > 0) { // a clock may have been ahead
                Files.delete(file);
                out.accept("deleted " + file);
            }
        }
    }

    private static List<Path> filesOf(Path folder, String names) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(names))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    /**
     * Fills an empty database, or one that holds a part of this backup, from a backup. No service may use it meanwhile.
     * Nothing is written beside the backup.
     *
     * @throws CopyException when the database holds anything else; then nothing was changed
     */
    public void restore(Path file) throws IOException, SQLException {
        if (!Files.isRegularFile(file)) {
            throw new CopyException("There is no file " + file + ".");
        }
        if (!Files.isReadable(file)) {
            throw new CopyException(file + " cannot be read by this user. Run this as the file's owner.");
        }
        if (Files.isWritable(dataDirectory)) {
            delete(dataDirectory, dataDirectory.resolve(MIGRATED)); // as a restore that was killed left it
        }
        DatabaseConfiguration backup = asItIs(file);
        SqliteSnapshot.check(backup, CopyAdvice.RESTORE.source());
        if (isFromEarlierVersion(backup, CopyAdvice.RESTORE)) {
            restoreMigrated(backup);
        } else {
            fill(backup);
        }
        out.accept("Erase again what was erased since the backup, before the service starts (deploy/README.md).");
    }

    /** A file with a log of SQLite beside it is no finished backup: a part of its data may be in the log. */
    private static DatabaseConfiguration asItIs(Path file) {
        boolean finished = Stream.of("-wal", "-journal")
                .noneMatch(log -> Files.exists(file.resolveSibling(file.getFileName() + log)));
        return finished ? DatabaseConfiguration.unchanging(file) : sqlite(file);
    }

    private static boolean isFromEarlierVersion(DatabaseConfiguration config, CopyAdvice advice) throws SQLException {
        try (ExistingDatabase source = CopyCheck.source(config, advice)) {
            return source.isFromEarlierVersion();
        }
    }

    /** The schema is migrated in a copy. The data directory has room for it, but may belong to the service's user. */
    private void restoreMigrated(DatabaseConfiguration backup) throws IOException, SQLException {
        ExistingDatabase.makeFolder(target());
        boolean writable = Files.isWritable(dataDirectory);
        Path place = writable ? dataDirectory : Files.createTempDirectory("viva");
        Path copy = place.resolve(MIGRATED);
        try {
            SqliteSnapshot.write(backup, copy);
            fill(sqlite(copy));
        } finally {
            delete(place, copy);
            if (!writable) {
                Files.delete(place);
            }
        }
    }

    private void fill(DatabaseConfiguration backup) throws SQLException {
        if (!new CopyData(backup, target(), CopyAdvice.RESTORE, out).run()) {
            throw new CopyException("The database differs from the backup.");
        }
    }

    private DatabaseConfiguration target() {
        return database.postgresql() ? database : sqlite(sourceFile());
    }

    private Path sourceFile() {
        String place = database.in(dataDirectory).place(dataDirectory);
        return Path.of(place.replaceFirst("^sqlite:(file:(//)?)?", "")).toAbsolutePath();
    }

    private static DatabaseConfiguration sqlite(Path file) {
        return DatabaseConfiguration.at("jdbc:sqlite:" + file.toAbsolutePath());
    }
}
