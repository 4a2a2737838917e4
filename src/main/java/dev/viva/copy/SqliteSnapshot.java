package dev.viva.copy;

import dev.viva.storage.DatabaseConfiguration;
import dev.viva.storage.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Writes and checks a SQLite file that contains one snapshot. Its failures name the file, and what to do about it. */
final class SqliteSnapshot {
    private static final int SQLITE_BUSY = 5;
    private static final int SQLITE_LOCKED = 6;
    private static final int SQLITE_IOERR = 10;
    private static final int SQLITE_CORRUPT = 11;
    private static final int SQLITE_FULL = 13;
    private static final int SQLITE_NOTADB = 26;

    private SqliteSnapshot() {}

    /** Copies what the source contains at this moment. The source may be in use. */
    static void write(DatabaseConfiguration source, Path target) throws IOException {
        OwnerOnly.make(target);
        try (Connection connection = open(source);
                PreparedStatement snapshot = connection.prepareStatement("VACUUM INTO ?")) {
            snapshot.setString(1, target.toString());
            snapshot.execute();
        } catch (SQLException e) {
            throw failed(ExistingDatabase.place(source), target, e);
        }
    }

    /** @param advice what to do about a file that is damaged */
    static void check(DatabaseConfiguration file, String advice) {
        String place = ExistingDatabase.place(file);
        try (Connection connection = open(file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA integrity_check(1)")) {
            if (!rows.next() || !rows.getString(1).equals("ok")) {
                throw new CopyException(place + " is damaged. " + advice);
            }
        } catch (SQLException e) {
            throw new CopyException(place + " cannot be read: " + e.getMessage() + ". " + advice, e);
        }
    }

    /** Refuses a file a part of which is still in its log. SQLite leaves the log when it cannot copy it into the file. */
    static void requireWhole(Path file) throws IOException {
        Path log = file.resolveSibling(file.getFileName() + "-wal");
        if (Files.exists(log) && Files.size(log) > 0) {
            throw new CopyException(file + " is not complete: SQLite could not write all of it. Make room in "
                    + file.getParent() + ".");
        }
    }

    /** The failure of SQLite itself that is behind another; empty for none, as when the server fails. */
    static Optional<SQLException> cause(@Nullable Throwable failure) {
        if (failure == null) {
            return Optional.empty();
        }
        return failure instanceof SQLException sql && sql.getClass().getName().startsWith("org.sqlite.")
                ? Optional.of(sql)
                : cause(failure.getCause());
    }

    static CopyException unwritable(Path target, SQLException cause) {
        return new CopyException(
                target + " cannot be written: " + cause.getMessage() + ". Look at the disk of " + target.getParent()
                        + ", which needs room for all data.",
                cause);
    }

    static CopyException failed(String source, Path target, SQLException cause) {
        return switch (cause.getErrorCode()) {
            case SQLITE_BUSY, SQLITE_LOCKED ->
                new CopyException(
                        source + " is locked by another process, such as a restore. Try again when that has ended.",
                        cause);
            case SQLITE_CORRUPT, SQLITE_NOTADB ->
                new CopyException(
                        source + " cannot be read as a SQLite database: " + cause.getMessage()
                                + ". It is damaged, or another file.",
                        cause);
            case SQLITE_IOERR ->
                new CopyException(
                        source + " cannot be copied to " + target + ": " + cause.getMessage()
                                + ". One of the two disks failed: look at both.",
                        cause);
            case SQLITE_FULL -> unwritable(target, cause);
            default ->
                new CopyException(
                        source + " cannot be copied to " + target + ": " + cause.getMessage()
                                + ". This user must be able to write in both folders.",
                        cause);
        };
    }

    private static Connection open(DatabaseConfiguration file) throws SQLException {
        var properties = new Properties();
        properties.put("open_mode", "2"); // never creates a file
        properties.put("busy_timeout", "5000");
        return DriverManager.getConnection(file.url(), properties);
    }
}
