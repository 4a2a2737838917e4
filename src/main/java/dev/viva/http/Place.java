package dev.viva.http;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The place of one request, which it leaves while it waits for its client. Thread-safe. */
final class Place {
    private final @Nullable Places places;
    private final boolean lent;
    private final Executor executor;
    private boolean held; // guarded by this
    private boolean closed; // guarded by this

    /**
     * @param places null for a request that needs none
     * @param lent whether others may have it while the request waits for its client
     */
    Place(@Nullable Places places, boolean lent, Executor executor) {
        this.places = places;
        this.lent = lent;
        this.executor = executor;
        this.held = places != null;
    }

    /** Before a wait for the client; whether {@link #resume} has to be called after it. */
    synchronized boolean pause() {
        if (places == null || !lent || !held) {
            return false;
        }
        held = false;
        places.release();
        return true;
    }

    /** After a wait for which the place was left: goes on once there is one again. */
    void resume(Runnable then) {
        if (places == null) {
            then.run();
            return;
        }
        Runnable placed = () -> {
            takeBack();
            then.run();
        };
        if (places.take(executor, placed) == null) {
            placed.run();
        }
    }

    /** The request is over. */
    synchronized void close() {
        closed = true;
        if (held && places != null) {
            held = false;
            places.release();
        }
    }

    private synchronized void takeBack() {
        if (closed && places != null) {
            places.release();
        } else {
            held = true;
        }
    }
}
