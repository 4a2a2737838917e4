package dev.viva.storage;

import dev.viva.problem.ProblemException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A write that waits for its commit, and the result that its caller waits for. Only the writer's thread uses it, except
 * for its state: writer and caller compete to begin it or to give up.
 */
final class Pending<T> {
    private enum State {
        WAITING,
        BEGUN,
        GIVEN_UP
    }

    private final String key;
    private final long bytes;
    private final Write<T> write;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private @Nullable T value;
    private @Nullable ProblemException refusal;

    /** @param bytes about how much memory the write takes while it waits */
    Pending(String key, long bytes, Write<T> write) {
        this.key = key;
        this.bytes = bytes;
        this.write = write;
    }

    String key() {
        return key;
    }

    long bytes() {
        return bytes;
    }

    /** True when the write must run, also again after its batch was rolled back. */
    boolean begin() {
        return state.compareAndSet(State.WAITING, State.BEGUN) || state.get() == State.BEGUN;
    }

    /** True when the write will never run; false when it has begun and may be stored. */
    boolean giveUp() {
        return state.compareAndSet(State.WAITING, State.GIVEN_UP);
    }

    CompletableFuture<T> result() {
        return result;
    }

    void execute(Transaction transaction) {
        value = null;
        refusal = null;
        try {
            value = write.apply(transaction);
        } catch (ProblemException e) {
            refusal = e;
        }
    }

    boolean succeeded() {
        return refusal == null;
    }

    /** Answers the caller, after the commit. */
    void answer() {
        if (refusal != null) {
            result.completeExceptionally(refusal);
        } else {
            result.complete(value);
        }
    }
}
