package dev.viva.storage;

import dev.viva.problem.ProblemException;
import dev.viva.storage.Transaction.Lock;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A write that waits for its commit, and the result that its caller waits for. Only the writer's thread uses it, except
 * for its state: writer and caller compete to begin it or to give up.
 */
final class Pending<T> {
    /** What is done together takes no longer than a few other writes. */
    private static final int MAX_TOGETHER = RowsSql.MAX;
    /** About two batches of a hundred short lines: each line may find a long one that is stored already. */
    private static final long MAX_BYTES_TOGETHER = 128 * 1024;

    private enum State {
        WAITING,
        BEGUN,
        GIVEN_UP
    }

    private final String key;
    private final long bytes;
    private final Write<T> write;
    private final @Nullable Together<?, T> together;
    private final @Nullable Object input; // of what is done together
    private final @Nullable Lock lock; // what sorts before its key
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private @Nullable T value;
    private @Nullable ProblemException refusal;

    private Pending(
            String key,
            long bytes,
            Write<T> write,
            @Nullable Together<?, T> together,
            @Nullable Object input,
            @Nullable Lock lock) {
        this.key = key;
        this.bytes = bytes;
        this.write = write;
        this.together = together;
        this.input = input;
        this.lock = lock;
    }

    /** @param bytes about how much memory the write takes while it waits */
    static <T> Pending<T> of(String key, long bytes, Write<T> write) {
        return new Pending<>(key, bytes, write, null, null, null);
    }

    /** A write that also locks what sorts before its key. */
    static <T> Pending<T> locking(Lock lock, String key, long bytes, Write<T> write) {
        return new Pending<>(key, bytes, write, null, null, lock);
    }

    /** A write that may be done together with others of its kind. */
    static <I, T> Pending<T> of(String key, long bytes, Together<I, T> together, I input) {
        Write<T> alone =
                transaction -> together.apply(transaction, List.of(input)).getFirst();
        return new Pending<>(key, bytes, alone, together, input, null);
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

    /** Locks, once each and in the order of their names, what writes of the batch need that sorts before their keys. */
    static void lockFirst(List<Pending<?>> batch, Transaction transaction) {
        var locks = new TreeMap<String, Lock>();
        batch.stream()
                .flatMap(pending -> Stream.ofNullable(pending.lock))
                .forEach(lock -> locks.putIfAbsent(lock.name(), lock));
        locks.values().forEach(lock -> lock.take().accept(transaction));
        if (!locks.isEmpty()) {
            transaction.send(); // one wait for a lock in each round trip: the driver waits little longer than for one
        }
    }

    /** Executes the first write, and with it those right after it that can be done together. Returns how many. */
    static int executeFirst(List<Pending<?>> writes, Transaction transaction) {
        Pending<?> first = writes.getFirst();
        int count = 1;
        long bytes = first.bytes;
        while (count < writes.size() && count < MAX_TOGETHER && first.joins(writes.get(count))) {
            bytes += writes.get(count).bytes;
            if (bytes > MAX_BYTES_TOGETHER) {
                break;
            }
            count++;
        }
        if (count == 1) {
            first.execute(transaction);
        } else {
            executeTogether(writes.subList(0, count), transaction);
        }
        return count;
    }

    private boolean joins(Pending<?> other) {
        return together != null && together == other.together;
    }

    @SuppressWarnings("unchecked") // those that join have the same types
    private static <I, T> void executeTogether(List<Pending<?>> run, Transaction transaction) {
        var together = (Together<I, T>) Objects.requireNonNull(run.getFirst().together);
        List<I> inputs =
                run.stream().map(each -> (I) Objects.requireNonNull(each.input)).toList();
        List<T> values = together.apply(transaction, inputs);
        for (int i = 0; i < run.size(); i++) {
            var each = (Pending<T>) run.get(i);
            each.value = values.get(i);
            each.refusal = null;
        }
    }

    private void execute(Transaction transaction) {
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
