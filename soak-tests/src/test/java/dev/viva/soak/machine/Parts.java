package dev.viva.soak.machine;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was started, to be stopped again: the last part first. */
final class Parts implements AutoCloseable {
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    <T extends AutoCloseable> T keep(T part) {
        started.push(part);
        return part;
    }

    /** Stops all parts. Fails if one did not stop by itself: an operator would notice that too. */
    @Override
    public void close() {
        var failure = new IllegalStateException("a part of the deployment did not stop");
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }
}
