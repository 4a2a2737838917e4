package dev.viva.storage;

import dev.viva.problem.ProblemException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A write that waits for its commit, and the answer that its caller waits for. Used by the writer's thread alone, but
 * for the one question whether it is begun or given up, which decides between writer and caller.
 */
final class Pending<T> {
    private enum State {
        WAITING,
        BEGUN,
        GIVEN_UP
    }

    private final String key;
    private final long bytes;
    private final GroupCommit.Write<T> write;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private @Nullable T value;
    private @Nullable ProblemException refusal;

    /** @param bytes about how much memory the write holds while it waits */
    Pending(String key, long bytes, GroupCommit.Write<T> write) {
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

    /** True when it is to be run, now and whenever its batch has to be undone. */
    boolean begin() {
        return state.compareAndSet(State.WAITING, State.BEGUN) || state.get() == State.BEGUN;
    }

    /** True when it will never be run; false when it was begun and may be stored. */
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

    /** Tells the caller, after the commit. */
    void answer() {
        if (refusal != null) {
            result.completeExceptionally(refusal);
        } else {
            result.complete(value);
        }
    }
}
