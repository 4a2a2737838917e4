package dev.viva.testing;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis that tests can stop, pause, empty and restart on the same port. {@code -Dviva.test.redis=redis://…}
 * names another server to use: it is emptied, and tests that would stop it are skipped.
 */
public final class RedisProcess implements AutoCloseable {
    private static final String GIVEN = given();

    private final Path folder;
    private final URI address;
    private @Nullable Process process; // null for a given server

    private RedisProcess(Path folder) {
        this.folder = folder;
        if (GIVEN.isEmpty()) {
            this.address = URI.create("redis://127.0.0.1:" + ServerProcess.freePort());
            this.process = launch();
        } else {
            this.address = URI.create(GIVEN);
            flush();
        }
    }

    private static String given() {
        String address = System.getProperty("viva.test.redis", "");
        if (!address.isEmpty() && Fork.COUNT > 1) {
            throw new IllegalArgumentException("the tests of one JVM would empty the Redis of another: -DforkCount=1");
        }
        return address;
    }

    /** Starts one without persistence and waits until it answers. */
    public static RedisProcess start(Path folder) {
        return new RedisProcess(folder);
    }

    private Process launch() {
        try {
            var launched = new ProcessBuilder(
                            ExecutableProvider.newJarResourceProvider().get().getPath(),
                            "--port",
                            String.valueOf(address.getPort()),
                            "--bind",
                            "127.0.0.1",
                            "--save",
                            "",
                            "--dir",
                            folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("redis.log").toFile())
                    .start();
            Until.isTrue("Redis answers", this::answers);
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
        return address.toString();
    }

    /** Opens a client to inspect its data. */
    public Jedis client() {
        return new Jedis(address);
    }

    public Set<String> keys(String pattern) {
        try (var client = client()) {
            return client.keys(pattern);
        }
    }

    /** All keys except the one that probes write. */
    public Set<String> kept() {
        var all = new HashSet<>(keys("*"));
        all.remove("viva:probe");
        return all;
    }

    /** Makes it the replica of an absent server: it answers reads and refuses writes. */
    public void demote() {
        ours();
        try (var client = client()) {
            client.slaveof("127.0.0.1", ServerProcess.freePort());
        }
    }

    public void promote() {
        ours();
        try (var client = client()) {
            client.slaveofNoOne();
        }
    }

    /** Deletes all data. */
    public void flush() {
        try (var client = client()) {
            client.flushAll();
        }
    }

    /** Whether tests may stop it. */
    public boolean isOurs() {
        return GIVEN.isEmpty();
    }

    private Process ours() {
        return process == null ? abort("a Redis that is given is not stopped") : process;
    }

    public void stop() {
        resume();
        Process ours = ours();
        ours.destroy();
        await(ours);
    }

    /** Restarts it, empty. */
    public void startAgain() {
        ours();
        process = launch();
    }

    /** Pauses it: connections stay open, nothing is answered. */
    public void pause() {
        Signal.pause(ours().toHandle());
    }

    public void resume() {
        Signal.resume(ours().toHandle());
    }

    private static void await(Process ours) {
        try {
            if (!ours.waitFor(10, TimeUnit.SECONDS)) {
                ours.destroyForcibly().waitFor(); // its port is used again
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (isOurs()) {
            stop();
        }
    }
}
