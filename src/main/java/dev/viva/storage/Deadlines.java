package dev.viva.storage;

import dev.viva.problem.Repeated;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends waits for a commit that last too long. All waits have the same length, so they end in the order in which they
 * began, and one look each tenth of a second finds those that are due. Timed waits of the callers would set and cancel a
 * timer for each write, which costs more than a tenth of a small request. Thread-safe.
 */
final class Deadlines {
    private static final Logger log = LoggerFactory.getLogger(Deadlines.class);
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private record Wait(Pending<?> pending, long due) {}

    private final long timeout;
    private final Consumer<Pending<?>> expired;
    private final Queue<Wait> waits = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("commit-deadlines").daemon().factory());

    Deadlines(Duration timeout, Consumer<Pending<?>> expired) {
        this.timeout = timeout.toNanos();
        this.expired = expired;
    }

    void start() {
        var look = new Repeated(log, "commit deadlines", this::look);
        looks.scheduleWithFixedDelay(look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends what still waits. */
    void stop() {
        looks.shutdownNow();
        waits.forEach(wait -> expired.accept(wait.pending()));
        waits.clear();
    }

    /** Bounds the wait for a write that begins to wait now. */
    void bound(Pending<?> pending) {
        waits.add(new Wait(pending, System.nanoTime() + timeout));
        if (looks.isShutdown()) {
            expired.accept(pending); // nobody looks any more
        }
    }

    private void look() {
        long now = System.nanoTime();
        for (Wait next = waits.peek(); next != null; next = waits.peek()) {
            if (next.pending().result().isDone()) {
                waits.poll();
            } else if (next.due() - now <= 0) {
                waits.poll();
                expired.accept(next.pending());
            } else {
                return;
            }
        }
    }
}
