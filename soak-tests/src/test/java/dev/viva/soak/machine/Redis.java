package dev.viva.soak.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import redis.embedded.core.ExecutableProvider;

/** A Redis without persistence. It can be restarted, empty. */
public final class Redis implements AutoCloseable {
    private final Path folder;
    private final int port = Ports.free();
    private Process process;

    private Redis(Path folder) {
        this.folder = folder;
    }

    public static Redis start(Path folder) {
        var redis = new Redis(folder);
        redis.start();
        return redis;
    }

    public void start() {
        try {
            String program = ExecutableProvider.newJarResourceProvider().get().getPath();
            process = Programs.start(
                    folder.resolve("redis.log"),
                    Map.of(),
                    List.of(
                            program,
                            "--port",
                            String.valueOf(port),
                            "--bind",
                            "127.0.0.1",
                            "--save",
                            "",
                            "--dir",
                            folder.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Programs.await("Redis answers", Duration.ofSeconds(20), () -> Programs.listens(port));
    }

    public void stop() {
        Programs.stop(process, Duration.ofSeconds(20));
    }

    public String address() {
        return "redis://127.0.0.1:" + port;
    }

    /** What a replica's environment says about it. */
    public Map<String, String> environment() {
        return Map.of("VIVA_REDIS_ADDRESS", address());
    }

    @Override
    public void close() {
        stop();
    }
}
