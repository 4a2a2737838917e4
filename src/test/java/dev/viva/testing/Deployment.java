package dev.viva.testing;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Replicas as separate processes on one PostgreSQL and one Redis; each may be killed and restarted. */
public final class Deployment implements AutoCloseable {
    private final RedisProcess redis;
    private final Shared shared;
    private final Launcher launcher;
    private final List<Replica> replicas = new ArrayList<>();

    /** Starts one replica without waiting until it is ready. */
    public interface Launcher {
        ServerProcess launch(int number, int port, Shared shared);
    }

    private record Replica(int port, ServerProcess process) {}

    /**
     * What the replicas share.
     *
     * @param database its address
     * @param redis its address
     */
    public record Shared(String database, String redis) {
        /** The same as JVM options. */
        public List<String> properties() {
            return List.of(
                    "-Ddw.database.url=" + database,
                    "-Ddw.redis.address=" + redis,
                    // A machine that pauses a process for seconds is no outage.
                    "-Ddw.database.connect_timeout=20s",
                    "-Ddw.database.statement_timeout=30s",
                    "-Ddw.database.commit_timeout=50s",
                    "-Ddw.access.grant_key=the same for all replicas: 0123456789");
        }
    }

    /** Starts all replicas concurrently and waits until they are ready. */
    public Deployment(Path folder, int size, Launcher launcher) {
        this.launcher = launcher;
        this.redis = RedisProcess.start(folder);
        this.shared = new Shared(Engine.POSTGRESQL.url(folder), redis.address());
        for (int number = 0; number < size; number++) {
            int port = ServerProcess.freePort();
            replicas.add(new Replica(port, launcher.launch(number, port, shared)));
        }
        try {
            awaitAll();
        } catch (AssertionError e) {
            // Nobody else has it yet who could end its processes.
            for (var replica : replicas) {
                replica.process().abandon();
            }
            throw e;
        }
    }

    public RedisProcess redis() {
        return redis;
    }

    /** The address of the shared database. */
    public String database() {
        return shared.database();
    }

    /** The addresses of all replicas, dead ones included. */
    public List<URI> urls() {
        return replicas.stream()
                .map(replica -> URI.create("http://127.0.0.1:" + replica.port()))
                .toList();
    }

    public Api api(int number) {
        return new Api(urls().get(number));
    }

    /** kill -9. */
    public void kill(int number) throws InterruptedException {
        replicas.get(number).process().kill();
    }

    /** Stops one in order, starts it again, and waits until it is ready. */
    public void replace(int number) throws InterruptedException {
        replicas.get(number).process().stop();
        launchDead();
        replicas.get(number).process().untilReady();
    }

    /** Restarts dead replicas at their addresses, without waiting. */
    public void launchDead() {
        for (int number = 0; number < replicas.size(); number++) {
            var replica = replicas.get(number);
            if (!replica.process().isAlive()) {
                replicas.set(number, new Replica(replica.port(), launcher.launch(number, replica.port(), shared)));
            }
        }
    }

    /** Waits until all are ready. */
    public void awaitAll() {
        replicas.forEach(replica -> replica.process().untilReady());
    }

    /** Restarts dead replicas and waits until all are connected to Redis. */
    public void heal() {
        launchDead();
        awaitAll();
        Until.isTrue(
                "all have found Redis",
                () -> IntStream.range(0, replicas.size())
                        .allMatch(number -> api(number)
                                .get("/health", null)
                                .json()
                                .path("redis")
                                .asText()
                                .equals("up")));
    }

    @Override
    public void close() throws InterruptedException {
        for (var replica : replicas) {
            replica.process().close();
        }
        redis.close();
    }
}
