package dev.viva.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The service as a process of its own, to be killed. */
public final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final int port;
    private final Path log;

    private ServerProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** Starts it and waits until it is ready. */
    public static ServerProcess start(Path folder, Map<String, String> environment) {
        var server = launch(folder, freePort(), environment, List.of());
        server.untilReady();
        return server;
    }

    /** Starts another main class, which takes its settings from system properties, and waits until it is ready. */
    public static ServerProcess start(Path folder, int port, Class<?> main, List<String> properties) {
        var server = launch(folder, port, main, properties);
        server.untilReady();
        return server;
    }

    /** The same without waiting. */
    public static ServerProcess launch(Path folder, int port, Class<?> main, List<String> properties) {
        return launch(folder, port, Map.of(), new Program(main.getName(), properties, List.of()));
    }

    public void untilReady() {
        var api = new Api(url());
        Until.holds("the service is ready", () -> {
            if (!process.isAlive()) {
                throw new AssertionError("the service ended at once: " + output());
            }
            try {
                return api.get("/health/ready", null).status() == 200;
            } catch (UncheckedIOException notYet) {
                return false;
            }
        });
    }

    /** Starts it with arguments of its own and does not wait. */
    public static ServerProcess launch(Path folder, int port, Map<String, String> environment, List<String> arguments) {
        return launch(folder, port, environment, new Program("dev.viva.VivaApplication", List.of(), arguments));
    }

    /** What is run: a main class, options of the JVM, arguments. */
    private record Program(String main, List<String> options, List<String> arguments) {}

    private static ServerProcess launch(Path folder, int port, Map<String, String> environment, Program program) {
        try {
            var command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-XX:TieredStopAtLevel=1", // it lives for seconds
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path")));
            command.addAll(program.options());
            command.add(program.main());
            command.addAll(program.arguments());
            Files.createDirectories(Said.FOLDER); // where all logs are looked through in the end
            Path log = Files.createTempFile(Said.FOLDER, "server", ".log");
            var builder = new ProcessBuilder(command)
                    .directory(new File("").getAbsoluteFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment()
                    .putAll(Map.of(
                            "VIVA_PORT", String.valueOf(port),
                            "VIVA_ADMIN_PORT", "0",
                            "VIVA_DATA_DIR", folder.toString(),
                            "VIVA_REALTIME_TYPE", "simulator",
                            "VIVA_SIMULATOR_MEDIA", "none"));
            builder.environment().putAll(environment);
            return new ServerProcess(builder.start(), port, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it has printed so far. */
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has ended by itself, and gives its exit code. */
    public int exit() throws InterruptedException {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("it goes on: " + output());
        }
        return process.exitValue();
    }

    /** kill -9: no word to the process, no chance to write anything. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
