package dev.viva.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/** A real PostgreSQL: one for the whole run, or a separate one that a test can stop and restart. */
public final class Postgres implements AutoCloseable {
    /** A URL with user of another server to run the tests on; see CONTRIBUTING.md. */
    private static final String GIVEN = given();

    private final Path folder;
    private final boolean durable;
    private final int port;
    private EmbeddedPostgres running;

    private Postgres(Path folder, boolean durable) {
        this.folder = folder;
        this.durable = durable;
        this.port = ServerProcess.freePort();
        this.running = launch();
    }

    private static String given() {
        String url = System.getProperty("viva.test.postgres", "");
        if (url.contains("password=")) {
            throw new IllegalArgumentException("the service takes no password in an address: put it into a file that"
                    + " the environment variable PGPASSFILE names, and leave it out of viva.test.postgres");
        }
        return url;
    }

    private static final class Shared {
        private static final String URL = GIVEN.isEmpty() ? url(embedded()) : GIVEN;

        private static EmbeddedPostgres embedded() {
            try {
                return builder().start(); // stops with this JVM
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A separate schema in the run's database; the same name gives the same schema. */
    public static String schema(String name) {
        String schema = "t" + Integer.toHexString(name.hashCode());
        try (var connection = DriverManager.getConnection(Shared.URL);
                var statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS " + schema);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return Shared.URL + (Shared.URL.contains("?") ? "&" : "?") + "currentSchema=" + schema;
    }

    /** Starts a separate server with its data in the folder. */
    public static Postgres own(Path folder) {
        return new Postgres(folder, false);
    }

    /** Starts one that keeps commits through a power failure, as an operator's does; others do not, which is faster. */
    public static Postgres durable(Path folder) {
        return new Postgres(folder, true);
    }

    public String url() {
        return "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres";
    }

    /** Stops it like an operator: connections are cut, data is kept. */
    public void stop() {
        try {
            running.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Restarts it with the same data on the same port. */
    public void start() {
        running = launch();
    }

    /** Pauses it: connections stay open and new ones are accepted, but nothing is answered. */
    public void pause() {
        ProcessHandle server = server();
        Signal.pause(server); // first, so that it starts no more
        server.children().forEach(Signal::pause);
    }

    public void resume() {
        ProcessHandle server = server();
        server.children().forEach(Signal::resume);
        Signal.resume(server);
    }

    /** The process that starts one for each connection. */
    private ProcessHandle server() {
        try {
            String id = Files.readAllLines(folder.resolve("pg/postmaster.pid")).getFirst();
            return ProcessHandle.of(Long.parseLong(id)).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a statement as the operator, who may write even if others may not. */
    public void execute(String sql) {
        try (var connection = DriverManager.getConnection(url() + "&options=-c%20default_transaction_read_only=off");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Refuses all logins, and cuts the service's connections, until what happens meanwhile is over. */
    public void refusingLogins(Runnable meanwhile) {
        Path rules = folder.resolve("pg/pg_hba.conf");
        try (var connection = DriverManager.getConnection(url());
                var statement = connection.createStatement()) {
            String before = Files.readString(rules);
            try {
                Files.writeString(rules, "host all all all reject\n");
                statement.execute("SELECT pg_reload_conf()");
                Until.isTrue("it refuses logins", () -> !admits());
                statement.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'viva'");
                meanwhile.run();
            } finally {
                Files.writeString(rules, before);
                statement.execute("SELECT pg_reload_conf()");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean admits() {
        try (var connection = DriverManager.getConnection(url())) {
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private EmbeddedPostgres launch() {
        try {
            String on = durable ? "on" : "off";
            return builder()
                    .setServerConfig("fsync", on)
                    .setServerConfig("synchronous_commit", on)
                    .setPort(port)
                    .setDataDirectory(folder.resolve("pg"))
                    .setCleanDataDirectory(false)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("max_connections", "300");
    }

    private static String url(EmbeddedPostgres postgres) {
        return "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres?user=postgres";
    }

    @Override
    public void close() {
        stop();
    }
}
