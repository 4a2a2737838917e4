package dev.viva.soak.machine;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/** A PostgreSQL server that keeps its commits through a power failure, as an operator's does. It can be restarted. */
public final class Postgres implements AutoCloseable {
    private final Path folder;
    private final int port = Ports.free();
    private EmbeddedPostgres running;

    private Postgres(Path folder) {
        this.folder = folder;
    }

    public static Postgres start(Path folder) {
        var postgres = new Postgres(folder);
        postgres.start();
        return postgres;
    }

    /** Starts it again with the same data on the same port. */
    public void start() {
        try {
            running = EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setPort(port)
                    .setDataDirectory(folder.resolve("postgres"))
                    .setCleanDataDirectory(false)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "100")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cuts all connections and keeps the data. */
    public void stop() {
        try {
            running.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public String url() {
        return "jdbc:postgresql://localhost:" + port + "/postgres";
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), "postgres", "");
    }

    /** What a replica's environment says about it. */
    public Map<String, String> environment() {
        return Map.of("VIVA_DATABASE_URL", url(), "VIVA_DATABASE_USER", "postgres");
    }

    @Override
    public void close() {
        stop();
    }
}
