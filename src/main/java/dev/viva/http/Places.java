package dev.viva.http;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A bounded number of places for requests. A request that finds none waits in a queue without a thread. Thread-safe.
 *
 * <p>A request has its place while the service works for it, and not while it waits for its client.
 */
final class Places {
    private final int all;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>(); // guarded by this
    private int taken; // guarded by this

    Places(int all) {
        this.all = all;
    }

    /** One in the queue. */
    static final class Waiting {
        private final Executor executor;
        private final Runnable then;
        private boolean over; // guarded by this

        private Waiting(Executor executor, Runnable then) {
            this.executor = executor;
            this.then = then;
        }

        /** Leaves the queue; false when it has its place already or has left before. */
        synchronized boolean giveUp() {
            boolean waited = !over;
            over = true;
            return waited;
        }
    }

    /** Takes a place; null when there is one now, else {@code then} runs on the executor once there is. */
    synchronized @Nullable Waiting take(Executor executor, Runnable then) {
        if (taken < all) {
            taken++;
            return null;
        }
        var waiting = new Waiting(executor, then);
        queue.add(waiting);
        return waiting;
    }

    /** Returns a place and gives it to the first request in the queue. */
    void release() {
        Waiting next = next();
        if (next != null) {
            next.executor.execute(next.then);
        }
    }

    private synchronized @Nullable Waiting next() {
        for (Waiting next = queue.poll(); next != null; next = queue.poll()) {
            if (next.giveUp()) {
                return next;
            }
        }
        taken--;
        return null;
    }
}
