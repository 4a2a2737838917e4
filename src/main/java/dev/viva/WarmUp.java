package dev.viva;

import dev.viva.ops.ServerStop;
import dev.viva.storage.Database;
import io.dropwizard.core.setup.Environment;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a joining replica fast before it takes traffic. From the start of the server until it is over, the replica is
 * not ready, but serves whoever asks. It ends after its bound at the latest, whatever happens in it: a slow replica is
 * better than none. Thread-safe.
 */
final class WarmUp {
    private static final Logger log = LoggerFactory.getLogger(WarmUp.class);

    private static final int READERS = 8;
    private static final int READS = 50;

    private final Exercise exercise;
    private final Duration bound;
    private volatile boolean over;
    private @Nullable Thread thread;

    /** What is done to get warm. */
    interface Exercise {
        /**
         * Ends by itself, or when its thread is interrupted.
         *
         * @param bound how long it may take
         * @return what was done, in words
         */
        String run(Duration bound) throws Exception;
    }

    /** @param bound zero for none */
    WarmUp(Exercise exercise, Duration bound) {
        this.exercise = exercise;
        this.bound = bound;
        this.over = bound.isZero();
    }

    /** A service's own: encounters with a {@link WarmUpService}. */
    static WarmUp install(Environment environment, Duration bound, Database database) {
        var warmUp = new WarmUp(
                limit -> {
                    read(database);
                    return WarmUpService.exercise(limit);
                },
                bound);
        environment.lifecycle().addServerLifecycleListener(server -> warmUp.start());
        ServerStop.before(environment, warmUp::stop);
        return warmUp;
    }

    /** Opens the real database's connections for reading, and uses its driver. Changes nothing. */
    private static void read(Database database) {
        try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < READERS; i++) {
                readers.execute(() -> IntStream.range(0, READS).forEach(read -> database.takesWrites()));
            }
        }
    }

    /** Whether the replica is still getting warm. */
    boolean isOn() {
        return !over;
    }

    synchronized void start() {
        if (!over) {
            thread = Thread.ofPlatform().name("warm-up").daemon().start(this::watch);
        }
    }

    private void watch() {
        long began = System.nanoTime();
        log.info("warm-up: begins; the replica is ready in {} s at the latest", bound.toSeconds());
        var done = new CompletableFuture<String>();
        var worker = Thread.ofPlatform().name("warm-up-exercise").daemon().start(() -> {
            try {
                done.complete(exercise.run(bound));
            } catch (Exception | LinkageError e) {
                done.completeExceptionally(e);
            }
        });
        try {
            String what = done.get(bound.toNanos(), TimeUnit.NANOSECONDS);
            log.info("warm-up: over after {} ms, {}", (System.nanoTime() - began) / 1_000_000, what);
        } catch (TimeoutException e) {
            log.warn("warm-up: not over after {} s; the replica takes traffic and is slow at first", bound.toSeconds());
        } catch (ExecutionException e) {
            log.warn("warm-up: failed; the replica takes traffic and is slow at first", e.getCause());
        } catch (InterruptedException e) {
            log.debug("warm-up: the service is stopping");
        } finally {
            over = true;
            worker.interrupt();
        }
    }

    /** Ends it early. */
    synchronized void stop() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
