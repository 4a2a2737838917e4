package dev.viva.http;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A bounded number of slots for requests. When all are taken, a request waits in a queue without a thread. Thread-safe.
 *
 * <p>A request occupies its slot while the service works on it, not while it waits for its client.
 */
final class Slots {
    private final int max;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>(); // guarded by this
    private int taken; // guarded by this

    Slots(int max) {
        this.max = max;
    }

    /** A request in the queue. */
    static final class Waiting {
        private final Executor executor;
        private final Runnable then;
        private boolean done; // guarded by this

        private Waiting(Executor executor, Runnable then) {
            this.executor = executor;
            this.then = then;
        }

        /** Leaves the queue. Returns false when the request already got a slot or left before. */
        synchronized boolean giveUp() {
            boolean waited = !done;
            done = true;
            return waited;
        }
    }

    /** Takes a slot and returns null, or queues {@code then} to run on the executor once a slot is free. */
    synchronized @Nullable Waiting take(Executor executor, Runnable then) {
        if (taken < max) {
            taken++;
            return null;
        }
        var waiting = new Waiting(executor, then);
        queue.add(waiting);
        return waiting;
    }

    /** Releases a slot; the first request in the queue gets it. */
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
