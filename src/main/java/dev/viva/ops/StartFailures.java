package dev.viva.ops;

import java.net.BindException;
import java.net.SocketException;
import java.nio.channels.UnresolvedAddressException;
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

/** Says what keeps the service from starting, where that is the operator's to mend and no trace would help. */
public final class StartFailures {
    /** Jetty's own words around the cause, which itself does not say the address. */
    private static final Pattern BIND = Pattern.compile("Failed to bind to (?:.*/)?(.*):(\\d+)$");

    private StartFailures() {}

    /** One line for the operator; empty when the failure is not of a kind that one line explains. */
    public static Optional<String> inOneLine(Throwable failure) {
        Set<Throwable> all = Collections.newSetFromMap(new IdentityHashMap<>());
        collect(failure, all);
        Optional<String> database =
                all.stream().flatMap(cause -> databaseReason(cause).stream()).findFirst();
        if (database.isPresent()) {
            return database;
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
        String state = cause instanceof SQLException sql && sql.getSQLState() != null ? sql.getSQLState() : "";
        if (state.startsWith("08")) {
            return Optional.of("The database cannot be reached: " + cause.getMessage());
        }
        if (state.startsWith("28") || state.startsWith("3D")) {
            return Optional.of("The database does not let the service in: " + cause.getMessage());
        }
        return Optional.empty();
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
                ? Optional.of("it is in use already. Stop what uses it, or set another port under `server` in the "
                        + "configuration.")
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
