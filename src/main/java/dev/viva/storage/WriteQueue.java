package dev.viva.storage;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes that wait for the writer, bounded in number and in bytes: long lines are refused before they fill the memory.
 * Many put, one takes. Thread-safe.
 */
final class WriteQueue {
    /** What a write may hold on average where a bound is reached in number and in bytes at once. */
    static final long BYTES_EACH = 16 * 1024;

    private final BlockingQueue<Pending<?>> writes;
    private final AtomicLong bytes = new AtomicLong();
    private final long mostBytes;
    private final int batch;
    private final long batchBytes;

    /**
     * @param most how many may wait, and so many times {@link #BYTES_EACH} bytes
     * @param batch how many are taken at once, and so many times {@link #BYTES_EACH} bytes
     */
    WriteQueue(int most, int batch) {
        this.writes = new ArrayBlockingQueue<>(most);
        this.mostBytes = most * BYTES_EACH;
        this.batch = batch;
        this.batchBytes = batch * BYTES_EACH;
    }

    /** False, and nothing is kept, when too much is waiting. */
    boolean offer(Pending<?> write) {
        if (bytes.addAndGet(write.bytes()) <= mostBytes && writes.offer(write)) {
            return true;
        }
        bytes.addAndGet(-write.bytes());
        return false;
    }

    /** Takes what is waiting, the first of them whatever its size; waits for it at most so long. */
    void take(List<Pending<?>> into, Duration longest) throws InterruptedException {
        Pending<?> next = writes.poll(longest.toMillis(), TimeUnit.MILLISECONDS);
        long taken = 0;
        while (next != null) {
            into.add(next);
            taken += next.bytes();
            Pending<?> after = writes.peek();
            boolean fits = after != null && into.size() < batch && taken + after.bytes() <= batchBytes;
            next = fits ? writes.poll() : null;
        }
        bytes.addAndGet(-taken);
    }

    int size() {
        return writes.size();
    }

    long bytes() {
        return bytes.get();
    }

    boolean isEmpty() {
        return writes.isEmpty();
    }
}
