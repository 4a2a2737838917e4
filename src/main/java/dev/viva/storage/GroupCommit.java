package dev.viva.storage;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.storage.StorageFailures.Again;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits waiting writes together in one transaction, so that many writes share one sync to disk. A caller gets its
 * answer once its own write is durable. Listeners are notified after that. Thread-safe.
 *
 * <p>A write that throws {@link ProblemException} must do so before it changes anything. It fails alone and the rest of
 * the batch continues. Any other exception rolls the batch back. Its writes are then tried one by one, so that a bad
 * write fails only itself. A commit may succeed although its answer was lost. Each batch therefore stores a mark, which
 * is read after a failed commit, so that nothing is written twice.
 *
 * <p>The queue is bounded in number and bytes: beyond either, callers are refused at once. Waiting is bounded in time:
 * a caller that waited too long gets an error, and its write is dropped unless it has begun. A transaction is bounded
 * in the same ways, so that a few long writes do not delay many short ones.
 *
 * <p>While the database is out, writes fail at once. The first batch after its return opens a new connection.
 */
public final class GroupCommit {
    private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);
    /** A transaction that has taken this long is committed. The rest of its batch goes into the next one. */
    static final Duration MAX_TRANSACTION = Duration.ofMillis(50);

    private static final Duration IDLE = Duration.ofMillis(100);

    private static final long DEFAULT_WRITE_BYTES = 512;
    private static final String NOTHING = " Nothing can be stored.";
    private static final String UNKNOWN =
            "It is not known whether what was sent is stored. Keep it and send it again after `Retry-After`.";

    private final Jdbi jdbi;
    private final DatabaseFile file;
    private final WriteQueue queue;
    private final LongSupplier nanoTime;
    private final Duration timeout;
    private final Histogram batchSizes;
    private final Timer durations;
    private final Counter outages;
    private final Deadlines deadlines;
    private final Thread writer;
    private final Outage outage = new Outage(
            log, "storage: out, nothing is stored until it is back", "storage: back, writes are stored again");
    private final String name = UUID.randomUUID().toString();
    private volatile Consumer<Collection<String>> committed = keys -> {};
    private volatile boolean stopping;
    private volatile @Nullable String reason; // of the outage, fit for anyone to read
    private volatile @Nullable Long stored; // when the last batch was stored, by nanoTime
    // Used on the writer's thread only:
    private @Nullable Transaction connected;
    private long number;

    GroupCommit(Jdbi jdbi, DatabaseConfiguration config, MetricRegistry metrics) {
        this(jdbi, DatabaseFile.none(), config, metrics, System::nanoTime);
    }

    GroupCommit(
            Jdbi jdbi, DatabaseFile file, DatabaseConfiguration config, MetricRegistry metrics, LongSupplier nanoTime) {
        this.jdbi = jdbi;
        this.file = file;
        this.queue = new WriteQueue(config.queue(), config.batch());
        this.nanoTime = nanoTime;
        this.timeout = config.commitTimeout().toJavaDuration();
        this.batchSizes = metrics.histogram("viva.commit.batch_size");
        this.durations = metrics.timer("viva.commit.duration");
        this.outages = metrics.counter("viva.storage.outages");
        metrics.gauge("viva.commit.queue", () -> this::waiting);
        metrics.gauge("viva.commit.queue_bytes", () -> queue::bytes);
        this.deadlines = new Deadlines(timeout, GroupCommit::expire);
        // A platform thread: the driver's native calls would pin a carrier of virtual ones.
        this.writer = Thread.ofPlatform().name("group-commit").daemon().unstarted(this::writeUntilStopped);
    }

    /** Sets the listener. The writer's thread calls it with the keys of each durable batch, so it must not block. */
    public void onCommitted(Consumer<Collection<String>> listener) {
        committed = listener;
    }

    void start() {
        try (var transaction = new Transaction(jdbi.open())) {
            transaction.update(CommitMark.SET, name, number);
            transaction.send();
        }
        writer.start();
        deadlines.start();
    }

    /** Commits the waiting writes, then ends. */
    void stop() throws InterruptedException {
        stopping = true;
        writer.join(timeout);
        deadlines.stop();
    }

    /** Commits a small write; see {@link #commit(String, long, Write)}. */
    public <T> T commit(String key, Write<T> write) {
        return commit(key, DEFAULT_WRITE_BYTES, write);
    }

    /**
     * Runs the write in a transaction and returns when it is durable.
     *
     * @param key what the write locks: a session's id, or a key that sorts before all sessions. The writes of a batch
     *     run in the order of their keys, so that replicas cannot deadlock, and within a key in the order of arrival. A
     *     write must lock nothing whose key sorts before its own; see {@link #commitLocking}
     * @param bytes about how much memory the write takes while it waits
     * @throws ProblemException what the write threw; {@code overloaded} when the queue is full or the write waited too
     *     long; {@code storage_unavailable} when the commit failed or took too long, in which case it may still succeed
     */
    public <T> T commit(String key, long bytes, Write<T> write) {
        return commit(Pending.of(key, bytes, write));
    }

    /** Commits what may be done together with other callers' work; see {@link #commit(String, long, Write)}. */
    public <I, T> T commit(String key, long bytes, Together<I, T> together, I input) {
        return commit(Pending.of(key, bytes, together, input));
    }

    /**
     * Commits a small write that needs a lock on what sorts before its key, and before all others.
     *
     * @param lock is taken at the beginning of the transaction
     */
    public <T> T commitLocking(Transaction.Lock lock, String key, Write<T> write) {
        return commit(Pending.locking(lock, key, DEFAULT_WRITE_BYTES, write));
    }

    private <T> T commit(Pending<T> pending) {
        if (stopping || !queue.offer(pending)) {
            throw overloaded();
        }
        deadlines.bound(pending);
        try (var duration = durations.time()) {
            return pending.result().get();
        } catch (ExecutionException e) {
            throw StorageFailures.problem(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw pending.giveUp() ? overloaded() : unknown(e);
        }
    }

    /** Commits a small write without a result; see {@link #commit(String, long, Write)}. */
    public void run(String key, Consumer<Transaction> write) {
        run(key, DEFAULT_WRITE_BYTES, write);
    }

    /** Commits a write without a result; see {@link #commit(String, long, Write)}. */
    public void run(String key, long bytes, Consumer<Transaction> write) {
        commit(key, bytes, transaction -> {
            write.accept(transaction);
            return true;
        });
    }

    private static void expire(Pending<?> pending) {
        pending.result()
                .completeExceptionally(
                        pending.giveUp() ? overloaded() : unknown(new TimeoutException("the commit took too long")));
    }

    private static ProblemException overloaded() {
        return new ProblemException(Failure.OVERLOADED).retryAfter(Duration.ofSeconds(1));
    }

    private static ProblemException unknown(Throwable cause) {
        return new ProblemException(Failure.STORAGE_UNAVAILABLE, UNKNOWN, cause);
    }

    /** Whether a batch was stored within that time and none has failed since. */
    boolean provenWithin(Duration past) {
        Long last = stored;
        return last != null && !outage.isOngoing() && nanoTime.getAsLong() - last < past.toNanos();
    }

    /** Why nothing is stored, when the database file was deleted or replaced. */
    Optional<String> lost() {
        return file.inPlace() ? Optional.empty() : Optional.of(DatabaseFile.LOST + NOTHING);
    }

    /** Why nothing is stored, while the last batch failed for a reason that affects every write. */
    Optional<String> outage() {
        return outage.isOngoing() ? Optional.ofNullable(reason) : Optional.empty();
    }

    /** How many writes wait. */
    int waiting() {
        return queue.size();
    }

    private void writeUntilStopped() {
        var batch = new ArrayList<Pending<?>>();
        while (!stopping || !queue.isEmpty()) {
            try {
                queue.take(batch, IDLE);
                batch.removeIf(pending -> !pending.begin());
                batch.sort(Comparator.comparing(Pending::key));
                for (List<Pending<?>> rest = batch; !rest.isEmpty(); ) {
                    rest = rest.subList(write(rest, Again.ANYHOW), rest.size());
                }
            } catch (InterruptedException e) {
                log.info("group commit: the writer was interrupted and continues until it is stopped");
            } catch (RuntimeException | Error e) {
                // Without this thread nothing would be stored any more, so it survives any exception.
                log.error("group commit: unexpected failure of {} writes", batch.size(), e);
                disconnect(false);
                failUnknown(batch, e);
            } finally {
                batch.clear();
            }
        }
        disconnect(false);
    }

    /** Writes as many as fit in one transaction, at least one. Returns how many. */
    private int write(List<Pending<?>> batch, Again again) {
        boolean reused = connected != null;
        boolean committing = false;
        int done = 0;
        number++;
        try {
            file.requireInPlace();
            Transaction transaction = transaction();
            transaction.handle().begin();
            transaction.update(CommitMark.SET, name, number); // first: see CommitMark
            file.connected();
            done = execute(batch, transaction);
            committing = true;
            transaction.commit();
            file.requireInPlace();
        } catch (RuntimeException | Error e) {
            if (!(e instanceof DatabaseFile.Lost)) { // after which a new connection would open another file
                disconnect(StorageFailures.disconnected(e));
            }
            Outcome outcome = committing ? outcome(e) : Outcome.UNDONE;
            if (outcome != Outcome.STORED) {
                return failed(batch, outcome, e, again.allows(e, reused, batch.size()));
            }
        }
        outage.succeeds();
        stored = nanoTime.getAsLong();
        batchSizes.update(done);
        finish(batch.subList(0, done));
        return done;
    }

    /** The outcome of a batch whose commit threw. */
    private enum Outcome {
        STORED,
        UNDONE,
        UNKNOWN
    }

    private Outcome outcome(Throwable thrown) {
        if (!file.inPlace()) {
            return Outcome.UNKNOWN; // a deleted file is lost with this process
        }
        try {
            return transaction()
                    .dao(CommitMark.class)
                    .last(name)
                    .map(last -> last == number ? Outcome.STORED : Outcome.UNDONE)
                    .orElse(Outcome.UNKNOWN);
        } catch (RuntimeException e) {
            disconnect(StorageFailures.disconnected(e));
            thrown.addSuppressed(e);
            return Outcome.UNKNOWN;
        }
    }

    /** Writes that may be stored are not written again. Their callers get 503, and their listeners are notified. */
    private int failed(List<Pending<?>> batch, Outcome outcome, Throwable thrown, boolean tryAgain) {
        boolean concernsAll = StorageFailures.concernsAll(thrown);
        if (outcome == Outcome.UNDONE && tryAgain) {
            return write(batch, Again.NEVER);
        }
        if (outcome == Outcome.UNDONE && !concernsAll && batch.size() > 1) {
            log.warn(
                    "group commit: a batch of {} writes failed, retrying one by one: {}",
                    batch.size(),
                    thrown.getClass());
            batch.forEach(pending -> write(List.of(pending), Again.AFTER_RECONNECT));
            return batch.size();
        }
        if (concernsAll) {
            outageBy(thrown);
        } else {
            log.error("group commit: {} writes failed", batch.size(), thrown);
        }
        if (outcome == Outcome.UNKNOWN) {
            failUnknown(batch, thrown);
        } else {
            batch.forEach(pending -> pending.result().completeExceptionally(thrown));
        }
        return batch.size();
    }

    private void outageBy(Throwable thrown) {
        reason = StorageFailures.reason(thrown) + NOTHING;
        String detail = thrown instanceof DatabaseFile.Lost ? thrown.getMessage() : StorageErrors.inWords(thrown);
        if (outage.fails(StorageFailures.reason(thrown) + " " + detail)) {
            outages.inc();
        }
    }

    /** Fails callers that have no answer yet, and notifies listeners, who read what is stored. */
    private void failUnknown(List<Pending<?>> batch, Throwable thrown) {
        Throwable problem = unknown(thrown);
        batch.forEach(pending -> pending.result().completeExceptionally(problem));
        notifyListeners(batch);
    }

    private int execute(List<Pending<?>> batch, Transaction transaction) {
        long begin = nanoTime.getAsLong();
        Pending.lockFirst(batch, transaction);
        int done = 0;
        do {
            done += Pending.executeFirst(batch.subList(done, batch.size()), transaction);
        } while (done < batch.size() && nanoTime.getAsLong() - begin < MAX_TRANSACTION.toNanos());
        return done;
    }

    private Transaction transaction() {
        if (connected == null) {
            connected = new Transaction(jdbi.open());
        }
        return connected;
    }

    /**
     * Drops the connection after a failure, since its state is unknown. The pool validates it before the next batch.
     *
     * @param lost whether it is useless even if it answers, as one to a server that became a stand-by
     */
    private void disconnect(boolean lost) {
        if (connected == null) {
            return;
        }
        Transaction broken = connected;
        connected = null;
        try {
            if (lost) {
                broken.abandon();
            } else {
                broken.close();
            }
        } catch (RuntimeException | Error e) {
            if (lost) {
                log.debug("group commit: closing a lost connection failed: {}", e.getClass());
            } else {
                log.warn("group commit: closing a broken connection failed: {}", e.getClass());
            }
        }
    }

    private void finish(List<Pending<?>> batch) {
        batch.forEach(Pending::answer);
        notifyListeners(batch.stream().filter(Pending::succeeded).toList());
    }

    private void notifyListeners(List<Pending<?>> changed) {
        try {
            Set<String> keys = changed.stream().map(Pending::key).collect(Collectors.toUnmodifiableSet());
            if (!keys.isEmpty()) {
                committed.accept(keys);
            }
        } catch (RuntimeException | Error e) {
            log.error("group commit: notifying listeners failed; they read the lines with the next commit", e);
        }
    }
}
