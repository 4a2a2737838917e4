package dev.viva.soak.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The packaged service as a process of its own, with its own folder. It can be stopped, killed and started again. */
public final class Replica implements AutoCloseable {
    private static final Path CONFIGURATION = Path.of("soak-tests/viva-soak.yml");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Duration START = Duration.ofMinutes(5);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path folder;
    private final Map<String, String> environment;
    private final List<String> command;
    private final int port = Ports.free();
    private final int adminPort = Ports.free();
    private final ServiceLog errors;
    private Process process;

    private Replica(Path folder, Map<String, String> environment, List<String> arguments) {
        this.folder = folder;
        errors = new ServiceLog(log());
        var variables = new HashMap<>(Map.of("VIVA_AOT", "off", "VIVA_JAVA", JAVA.toString()));
        variables.putAll(environment);
        this.environment = Map.copyOf(variables);
        command =
                Stream.concat(Stream.of("./viva", "server"), arguments.stream()).toList();
    }

    /**
     * Starts one as people do, by {@code ./viva} and its options for the JVM, with the configuration of the soak tests,
     * and waits until it is ready.
     *
     * @param folder for its data and its log; created
     * @param environment variables of its configuration, and {@code JDK_JAVA_OPTIONS} for its JVM; without {@code
     *     VIVA_AOT} it neither writes nor uses a cache
     */
    public static Replica start(Path folder, Map<String, String> environment) {
        Replica replica = launch(folder, environment);
        replica.untilReady();
        return replica;
    }

    /** Starts one without waiting. */
    public static Replica launch(Path folder, Map<String, String> environment) {
        var replica = new Replica(folder, environment, List.of(CONFIGURATION.toString()));
        replica.start();
        return replica;
    }

    /** Starts one with the built-in configuration, and waits until it is ready. */
    public static Replica startBuiltIn(Path folder, Map<String, String> environment) {
        var replica = new Replica(folder, environment, List.of());
        replica.start();
        replica.untilReady();
        return replica;
    }

    /** Starts it again, with the same data on the same port, without waiting. */
    public void start() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var variables = new HashMap<>(Map.of(
                "VIVA_PORT", String.valueOf(port),
                "VIVA_ADMIN_PORT", String.valueOf(adminPort),
                "VIVA_DATA_DIR", folder.toString()));
        variables.putAll(environment);
        process = Programs.start(log(), variables, command);
    }

    public void untilReady() {
        Programs.await("a replica is ready, its log is " + log(), START, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("a replica ended at once; its log is " + log());
            }
            return isReady();
        });
    }

    public boolean isReady() {
        try {
            var request = HttpRequest.newBuilder(url().resolve("/health/ready")).timeout(Duration.ofSeconds(5));
            return client.send(request.build(), BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public URI admin() {
        return URI.create("http://127.0.0.1:" + adminPort);
    }

    int port() {
        return port;
    }

    public Path log() {
        return folder.resolve("viva.log");
    }

    /** @return the errors that it has logged since the last call */
    public List<String> newErrors() throws IOException {
        return errors.newErrors();
    }

    public Path folder() {
        return folder;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Collects its garbage, so that its heap is what it keeps. The admin port offers no collection. */
    public void collectGarbage() throws IOException, InterruptedException {
        Programs.output(JAVA.resolveSibling("jcmd").toString(), String.valueOf(pid()), "GC.run");
    }

    /** Without warning, as a machine that fails. */
    public void kill() {
        process.destroyForcibly();
        Programs.await("a killed replica is gone", STOP, () -> !process.isAlive());
    }

    /** As an operator does: it drains first. */
    public void stop() {
        Programs.stop(process, STOP);
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
    }
}
