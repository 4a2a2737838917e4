package dev.viva.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.core.ExecutableProvider;

/** A real Redis, to be stopped, paused, emptied and started again on the same port. */
public final class RedisProcess implements AutoCloseable {
    private final Path folder;
    private final int port = ServerProcess.freePort();
    private Process process;

    private RedisProcess(Path folder) {
        this.folder = folder;
        this.process = launch();
    }

    /** Starts one that keeps nothing on disk, and waits until it answers. */
    public static RedisProcess start(Path folder) {
        return new RedisProcess(folder);
    }

    private Process launch() {
        try {
            var launched = new ProcessBuilder(
                            ExecutableProvider.newJarResourceProvider().get().getPath(),
                            "--port",
                            String.valueOf(port),
                            "--bind",
                            "127.0.0.1",
                            "--save",
                            "",
                            "--dir",
                            folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("redis.log").toFile())
                    .start();
            Until.holds("Redis answers", this::answers);
            return launched;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        try (var client = client()) {
            return client.ping().equals("PONG");
        } catch (JedisException notYet) {
            return false;
        }
    }

    public String address() {
        return "redis://127.0.0.1:" + port;
    }

    /** A client that looks at what is in it. */
    public Jedis client() {
        return new Jedis("127.0.0.1", port);
    }

    public Set<String> keys(String pattern) {
        try (var client = client()) {
            return client.keys(pattern);
        }
    }

    /** Forgets everything. */
    public void flush() {
        try (var client = client()) {
            client.flushAll();
        }
    }

    public void stop() {
        signal("CONT");
        process.destroy();
        await();
    }

    /** Starts it again, empty. */
    public void startAgain() {
        process = launch();
    }

    /** It keeps its connections and answers nothing. */
    public void pause() {
        signal("STOP");
    }

    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int code = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0 && process.isAlive()) {
                throw new IllegalStateException("no signal could be sent to Redis");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void await() {
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
