package dev.viva.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The service as a separate process that can be killed. */
public final class ServerProcess implements AutoCloseable {
    /** Each JVM of a run has its own range of ports. */
    private static final int PORTS = 4_000;

    private static final int FIRST_PORT = 10_000 + PORTS * (Fork.NUMBER % 5);
    private static final AtomicInteger NEXT_PORT = new AtomicInteger(new Random().nextInt(PORTS));

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

    /** Starts another main class, configured by system properties, and waits until it is ready. */
    public static ServerProcess start(Path folder, int port, Class<?> main, List<String> properties) {
        var server = launch(folder, port, main, properties);
        server.untilReady();
        return server;
    }

    /** Does the same without waiting. */
    public static ServerProcess launch(Path folder, int port, Class<?> main, List<String> properties) {
        return launch(folder, port, Map.of(), new Program(main.getName(), properties, List.of()));
    }

    public void untilReady() {
        var api = new Api(url());
        Until.isTrue("the service is ready", () -> {
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

    /** Starts it with other arguments, without waiting. */
    public static ServerProcess launch(Path folder, int port, Map<String, String> environment, List<String> arguments) {
        return launch(folder, port, environment, new Program("dev.viva.VivaApplication", List.of(), arguments));
    }

    /** Starts a packaged service with other arguments, without waiting. */
    public static ServerProcess launch(Path jar, Path folder, Map<String, String> environment, String... arguments) {
        var program = new Program(jar.toString(), List.of("-jar"), List.of(), List.of(arguments));
        return launch(folder, freePort(), environment, program);
    }

    /** Runs it like an operator, with options that name its classes. */
    static void runOnce(Path folder, List<String> classes) {
        var program = new Program("dev.viva.VivaApplication", classes, List.of(), List.of());
        try (var server = launch(folder, freePort(), Map.of(), program)) {
            server.untilReady();
            server.process.destroy();
            server.process.waitFor(2, TimeUnit.MINUTES); // it writes what it loaded
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What to run: main class or jar, class path options, other JVM options, arguments. */
    private record Program(String main, List<String> classes, List<String> options, List<String> arguments) {
        Program(String main, List<String> options, List<String> arguments) {
            this(main, ClassArchive.options(), options, arguments);
        }
    }

    private static ServerProcess launch(Path folder, int port, Map<String, String> environment, Program program) {
        try {
            var command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-XX:TieredStopAtLevel=1", // it runs for seconds
                    "-XX:+UseSerialGC"));
            command.addAll(program.classes());
            command.addAll(program.options());
            command.add(program.main());
            command.addAll(program.arguments());
            Files.createDirectories(SpokenText.FOLDER); // LogScan searches all logs here
            Path log = Files.createTempFile(SpokenText.FOLDER, "server", ".log");
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

    /** Below the system's ephemeral range, so that no connection takes the port meanwhile. */
    public static int freePort() {
        while (true) {
            int port = FIRST_PORT + NEXT_PORT.getAndIncrement() % PORTS;
            try (var socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // taken, try the next one
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Its output so far. */
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until its output has all these words: a log is written after what it tells of. */
    public void untilSaid(String... words) {
        Until.isTrue("the service has said " + List.of(words), () -> {
            String said = output();
            return Stream.of(words).allMatch(said::contains);
        });
    }

    /** Waits until it exits, and returns its exit code. */
    public int exit() throws InterruptedException {
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            throw new AssertionError("still running: " + output());
        }
        return process.exitValue();
    }

    /** SIGTERM: the process announces its stop, drains and ends. */
    public void stop() throws InterruptedException {
        process.destroy();
        exit();
    }

    /** kill -9 without waiting. */
    void abandon() {
        process.destroyForcibly();
    }

    /** kill -9: the process cannot write anything more. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(1, TimeUnit.MINUTES);
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
