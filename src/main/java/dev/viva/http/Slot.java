package dev.viva.http;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The slot of one request, which may be released while the request waits for its client. Thread-safe. */
final class Slot {
    private final @Nullable Slots slots;
    private final boolean lent;
    private final Executor executor;
    private boolean held; // guarded by this
    private boolean closed; // guarded by this

    /**
     * @param slots null for a request that needs no slot
     * @param lent whether others may use the slot while the request waits for its client
     */
    Slot(@Nullable Slots slots, boolean lent, Executor executor) {
        this.slots = slots;
        this.lent = lent;
        this.executor = executor;
        this.held = slots != null;
    }

    /** Call this before a wait for the client. Returns whether {@link #resume} must be called after it. */
    synchronized boolean pause() {
        if (slots == null || !lent || !held) {
            return false;
        }
        held = false;
        slots.release();
        return true;
    }

    /** Continues after a wait, once a slot is free again. */
    void resume(Runnable then) {
        if (slots == null) {
            then.run();
            return;
        }
        Runnable inSlot = () -> {
            retake();
            then.run();
        };
        if (slots.take(executor, inSlot) == null) {
            inSlot.run();
        }
    }

    /** Ends the request and releases its slot. */
    synchronized void close() {
        closed = true;
        if (held && slots != null) {
            held = false;
            slots.release();
        }
    }

    private synchronized void retake() {
        if (closed && slots != null) {
            slots.release();
        } else {
            held = true;
        }
    }
}
