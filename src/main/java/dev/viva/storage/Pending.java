package dev.viva.storage;

import dev.viva.problem.ProblemException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A write that waits for its commit, and the answer that its caller waits for. Used by the writer's thread alone, but
 * for the caller's giving up.
 */
final class Pending<T> {
    private final String key;
    private final GroupCommit.Write<T> write;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private volatile boolean wanted = true;
    private @Nullable T value;
    private @Nullable ProblemException refusal;

    Pending(String key, GroupCommit.Write<T> write) {
        this.key = key;
        this.write = write;
    }

    String key() {
        return key;
    }

    CompletableFuture<T> result() {
        return result;
    }

    /** Its caller waits no longer; what has not begun need not be done. */
    void giveUp() {
        wanted = false;
    }

    boolean wanted() {
        return wanted;
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
