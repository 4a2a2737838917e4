package dev.viva.ops;

import dev.viva.configuration.CannotStartException;
import java.net.BindException;
import java.net.SocketException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Explains failures to start that an operator can fix and for which a stack trace would not help. */
public final class StartFailures {
    /** Jetty's own words around the cause, which itself does not say the address. */
    private static final Pattern BIND = Pattern.compile("Failed to bind to (?:.*/)?(.*):(\\d+)$");

    private static final int SQLITE_PERM = 3;
    private static final int SQLITE_BUSY = 5;
    private static final int SQLITE_LOCKED = 6;
    private static final int SQLITE_READONLY = 8;
    private static final int SQLITE_IOERR = 10;
    private static final int SQLITE_CORRUPT = 11;
    private static final int SQLITE_FULL = 13;
    private static final int SQLITE_CANTOPEN = 14;
    private static final int SQLITE_NOTADB = 26;

    private StartFailures() {}

    /** One line for the operator; empty for a failure that one line cannot explain. */
    public static Optional<String> inOneLine(Throwable failure) {
        Set<Throwable> all = Collections.newSetFromMap(new IdentityHashMap<>());
        collect(failure, all);
        Optional<String> sentence = all.stream()
                .filter(CannotStartException.class::isInstance)
                .map(Throwable::getMessage)
                .findFirst();
        if (sentence.isPresent()) {
            return sentence;
        }
        Optional<String> database =
                all.stream().flatMap(cause -> databaseReason(cause).stream()).findFirst();
        if (database.isPresent()) {
            return database;
        }
        Optional<String> file =
                all.stream().flatMap(cause -> fileReason(cause).stream()).findFirst();
        if (file.isPresent()) {
            return file;
        }
        Optional<Matcher> address = all.stream()
                .map(Throwable::getMessage)
                .flatMap(Stream::ofNullable)
                .map(BIND::matcher)
                .filter(Matcher::find)
                .findFirst();
        return all.stream()
                .flatMap(cause -> reason(cause).stream())
                .findFirst()
                .map(reason -> address.map(a -> "Port " + a.group(2) + " on " + a.group(1) + " cannot be opened: ")
                                .orElse("A port cannot be opened: ")
                        + reason);
    }

    /** By the SQLSTATE, whose first two characters are its class; the messages of these hold addresses and names alone. */
    private static Optional<String> databaseReason(Throwable cause) {
        if (cause instanceof SQLException sqlite && sqlite.getClass().getName().startsWith("org.sqlite.")) {
            return Optional.of(sqliteReason(sqlite));
        }
        String state = cause instanceof SQLException sql && sql.getSQLState() != null ? sql.getSQLState() : "";
        if (state.startsWith("08")) {
            return Optional.of("The database cannot be reached: " + cause.getMessage());
        }
        if (state.equals("55P03")) {
            return Optional.of("The schema cannot be changed, because another transaction uses its tables, such as a"
                    + " backup. Wait for its end (pg_stat_activity), and start again.");
        }
        if (state.startsWith("28") || state.startsWith("3D")) {
            return Optional.of("The database does not let the service in: " + cause.getMessage());
        }
        return Optional.empty();
    }

    /** By SQLite's result code; the messages of these hold no data. */
    private static String sqliteReason(SQLException cause) {
        return switch (cause.getErrorCode()) {
            case SQLITE_BUSY, SQLITE_LOCKED ->
                "The SQLite database is in use by another process. Stop that one, or set another data_dir.";
            case SQLITE_CORRUPT, SQLITE_NOTADB ->
                "The SQLite database is damaged, or viva.db in data_dir (or database.url) is no SQLite file. Move viva.db,"
                        + " viva.db-wal and viva.db-shm away together, run viva restore, and start again.";
            case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM ->
                "The SQLite database cannot be opened for writing. The user that runs the service must own its file and"
                        + " folder (data_dir or database.url), on a file system that takes writes.";
            case SQLITE_FULL, SQLITE_IOERR ->
                "The SQLite database cannot be read or written: " + cause.getMessage()
                        + ". Look at the disk of data_dir.";
            default -> "The SQLite database cannot be used: " + cause.getMessage();
        };
    }

    private static Optional<String> fileReason(Throwable cause) {
        return ofFile(cause)
                .map(words -> words + ". Fix that, or name another place, to the command or in the configuration"
                        + " (data_dir, database.url, content.dir).");
    }

    /** Which file cannot be used and why, without a full stop; empty for a failure that names no file. */
    public static Optional<String> ofFile(Throwable cause) {
        if (!(cause instanceof FileSystemException file) || file.getFile() == null) {
            return Optional.empty();
        }
        String reason = switch (file) {
            case NoSuchFileException missing -> "it does not exist";
            case AccessDeniedException denied -> "the user that runs this has no right to it";
            case FileAlreadyExistsException exists -> "a file of this name is in the way";
            default ->
                file.getReason() == null ? "it is in the way" : file.getReason().toLowerCase(Locale.ROOT);
        };
        return Optional.of(file.getFile() + " cannot be used: " + reason);
    }

    private static Optional<String> reason(Throwable cause) {
        String said = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (cause instanceof UnresolvedAddressException) {
            return Optional.of("its bindHost is not a known name or address.");
        }
        if (cause instanceof SocketException && said.contains("permission denied")) {
            return Optional.of(
                    "ports below 1024 need a privilege. Set a higher one under `server` in the configuration.");
        }
        if (cause instanceof BindException && said.contains("assign")) {
            return Optional.of("its bindHost is no address of this machine.");
        }
        return cause instanceof BindException
                ? Optional.of(
                        "it is in use already. Stop what uses it, or set another port: VIVA_PORT or VIVA_ADMIN_PORT, "
                                + "or `server` in the configuration.")
                : Optional.empty();
    }

    private static void collect(@Nullable Throwable failure, Set<Throwable> into) {
        if (failure != null && into.add(failure)) {
            collect(failure.getCause(), into);
            for (Throwable suppressed : failure.getSuppressed()) {
                collect(suppressed, into);
            }
        }
    }
}
