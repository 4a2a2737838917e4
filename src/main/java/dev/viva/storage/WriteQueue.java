package dev.viva.storage;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes that wait for the writer. Bounded in number and in bytes, so that long lines cannot fill the memory.
 * Thread-safe; only one thread may take.
 */
final class WriteQueue {
    /** The average size of a write at which both bounds are reached together. */
    static final long BYTES_EACH = 16 * 1024;

    private final BlockingQueue<Pending<?>> writes;
    private final AtomicLong bytes = new AtomicLong();
    private final long maxBytes;
    private final int batch;
    private final long batchBytes;

    /**
     * @param max how many writes may wait, with {@link #BYTES_EACH} bytes each on average
     * @param batch how many writes are taken at once, with {@link #BYTES_EACH} bytes each on average
     */
    WriteQueue(int max, int batch) {
        this.writes = new ArrayBlockingQueue<>(max);
        this.maxBytes = max * BYTES_EACH;
        this.batch = batch;
        this.batchBytes = batch * BYTES_EACH;
    }

    /** False when the queue is full; the write is then not kept. */
    boolean offer(Pending<?> write) {
        if (bytes.addAndGet(write.bytes()) <= maxBytes && writes.offer(write)) {
            return true;
        }
        bytes.addAndGet(-write.bytes());
        return false;
    }

    /** Takes the writes of the next batch, at least one whatever its size. Waits for the first up to a timeout. */
    void take(List<Pending<?>> into, Duration timeout) throws InterruptedException {
        Pending<?> next = writes.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
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
