package dev.viva.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * SQLite's file and its write-ahead log, as this process opened them. A deleted or replaced file still takes commits,
 * but they are lost when the process ends. So each commit checks that both are still in place. Used on the writer's
 * thread only, except {@link #inPlace()}.
 */
final class DatabaseFile {
    static final String LOST = "The database file was deleted or replaced.";

    private static final String SQLITE = "jdbc:sqlite:";
    /** SQLSTATE of a system error outside the database: input or output. */
    private static final String IO_ERROR = "58030";

    private final @Nullable Path file;
    private final @Nullable Path writeAheadLog;
    private final @Nullable Object fileKey;
    private volatile @Nullable Object logKey;

    private DatabaseFile(@Nullable Path file) {
        this.file = file;
        this.writeAheadLog = file == null ? null : file.resolveSibling(file.getFileName() + "-wal");
        this.fileKey = file == null ? null : key(file);
    }

    /** For a database that is not a file, such as PostgreSQL. */
    static DatabaseFile none() {
        return new DatabaseFile(null);
    }

    /** The existing file of the address, or {@link #none()} when it names no file. */
    static DatabaseFile at(String jdbcUrl) {
        return path(jdbcUrl).filter(Files::exists).map(DatabaseFile::new).orElseGet(DatabaseFile::none);
    }

    /** Makes the file readable by its owner only. SQLite gives the files beside it the same rights. */
    static void keepPrivate(String jdbcUrl) throws IOException {
        Path path = path(jdbcUrl).orElse(null);
        if (path == null) {
            return;
        }
        OwnerOnly.make(path);
        for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
            OwnerOnly.tighten(path.resolveSibling(path.getFileName() + suffix));
        }
    }

    /**
     * The write-ahead log that is there without its file. SQLite deletes such a log when it opens the file, and the log may
     * hold the last lines that were stored.
     */
    static Optional<Path> logWithoutFile(String jdbcUrl) {
        return path(jdbcUrl)
                .filter(path -> path.toFile().length() == 0)
                .map(path -> path.resolveSibling(path.getFileName() + "-wal"))
                .filter(log -> log.toFile().length() > 0);
    }

    /** Whether there is something to connect to: false for a file that does not exist yet. */
    static boolean isPresent(String jdbcUrl) {
        return path(jdbcUrl).map(Files::exists).orElse(true);
    }

    /**
     * Writes the file of the address anew, so that no page keeps remainders of what was deleted. A backup may have been
     * made by a program that does not overwrite them. Nobody else may have it open. Does nothing for another database.
     */
    static void writeAnew(String jdbcUrl) throws SQLException {
        if (path(jdbcUrl).isEmpty()) {
            return;
        }
        try (var connection = DriverManager.getConnection(jdbcUrl);
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA secure_delete = ON");
            statement.execute("VACUUM");
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    /** The file of the address; empty for none, and for a database in memory. */
    static Optional<Path> path(String jdbcUrl) {
        if (!jdbcUrl.startsWith(SQLITE)) {
            return Optional.empty();
        }
        String name =
                jdbcUrl.substring(SQLITE.length()).replaceFirst("\\?.*", "").replaceFirst("^file:(//)?", "");
        return name.isEmpty() || name.startsWith(":")
                ? Optional.empty()
                : Optional.of(Path.of(name).toAbsolutePath());
    }

    /** Whether the next start will find what is committed now. */
    boolean inPlace() {
        if (file == null || writeAheadLog == null) {
            return true;
        }
        return Objects.equals(key(file), fileKey) && (logKey == null || Objects.equals(key(writeAheadLog), logKey));
    }

    /** @throws Lost when it is not in place */
    void requireInPlace() {
        if (!inPlace()) {
            throw new Lost(file);
        }
    }

    /** Remembers the write-ahead log. SQLite creates it with the first connection and keeps it while one is open. */
    void connected() {
        if (logKey == null && writeAheadLog != null) {
            logKey = key(writeAheadLog);
        }
    }

    /** Identifies a file among those of the same name; null when there is no file. */
    private static @Nullable Object key(Path path) {
        try {
            Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            return key == null ? path : key; // without file keys, only its existence can be checked
        } catch (IOException e) {
            return null;
        }
    }

    /** Nothing may be acknowledged, since it would be lost with this process. */
    static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Lost(@Nullable Path file) {
            super(
                    file + " or its -wal was deleted or replaced while the service runs. Stop the service and put back"
                            + " the files, or move away together what is left of them (the file, -wal and -shm), run"
                            + " viva restore, and start it again",
                    new SQLException("the database file is not the one that was opened", IO_ERROR));
        }
    }
}
