package dev.viva.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;
import redis.embedded.core.ExecutableProvider;

/** One Redis process of a test with its own options: a replica, a sentinel, a node of a cluster. */
public final class RedisNode implements AutoCloseable {
    private final Process process;
    private final int port;

    private RedisNode(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one without persistence and without waiting. */
    public static RedisNode launch(Path folder, int port, String... options) {
        var all = new ArrayList<>(List.of("--save", "", "--dir", folder.toString()));
        if (List.of(options).stream().noneMatch(option -> option.endsWith("port"))) {
            all.addAll(List.of("--port", String.valueOf(port)));
        }
        all.addAll(List.of(options));
        return run(folder, port, all);
    }

    /** Starts a sentinel with a writable configuration. */
    public static RedisNode launchSentinel(Path folder, Path configuration, int port) {
        return run(folder, port, List.of(configuration.toString(), "--sentinel", "--port", String.valueOf(port)));
    }

    private static RedisNode run(Path folder, int port, List<String> options) {
        try {
            var command = new ArrayList<String>();
            command.add(ExecutableProvider.newJarResourceProvider().get().getPath());
            command.addAll(options);
            command.addAll(List.of("--bind", "127.0.0.1"));
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("redis-" + port + ".log").toFile())
                    .start();
            return new RedisNode(process, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public Process process() {
        return process;
    }

    /** Opens a client without TLS. */
    public Jedis client() {
        return new Jedis("127.0.0.1", port);
    }

    /** kill -9. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
