package dev.viva.storage;

import dev.viva.problem.ProblemException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A write that waits for its commit, and the answer that its caller waits for. Used by the writer's thread alone. */
final class Pending<T> {
    private final String key;
    private final GroupCommit.Write<T> write;
    private final CompletableFuture<T> result = new CompletableFuture<>();
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
