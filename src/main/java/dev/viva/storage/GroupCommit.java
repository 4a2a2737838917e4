package dev.viva.storage;

import com.codahale.metrics.Histogram;
import com.codahale.metrics.MetricRegistry;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what is waiting together, so that throughput does not end at one sync to disk per line. A caller is answered
 * only when its own write is durable; listeners are told after that. Thread-safe.
 *
 * <p>A write that throws {@link ProblemException} must do so before it has changed anything: it is answered alone and
 * the others go on. Any other exception undoes the whole batch, which is then tried write by write, so that one bad
 * write fails only itself.
 *
 * <p>While the database is out, callers are told so at once; with its return the next batch connects anew.
 */
public final class GroupCommit {
    private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

    private final Jdbi jdbi;
    private final BlockingQueue<Pending<?>> queue;
    private final int batchSize;
    private final Duration timeout;
    private final Histogram batchSizes;
    private final Thread writer;
    private final Outage outage = new Outage(log);
    private volatile Consumer<Collection<String>> committed = keys -> {};
    private volatile boolean stopping;
    private @Nullable Transaction connected; // the writer's thread alone

    GroupCommit(Jdbi jdbi, DatabaseConfiguration config, MetricRegistry metrics) {
        this.jdbi = jdbi;
        this.queue = new ArrayBlockingQueue<>(config.queue());
        this.batchSize = config.batch();
        this.timeout = config.commitTimeout().toJavaDuration();
        this.batchSizes = metrics.histogram("viva.commit.batch_size");
        metrics.gauge("viva.commit.queue", () -> this::waiting);
        // A platform thread: the driver's native calls would pin a carrier of virtual ones.
        this.writer = Thread.ofPlatform().name("group-commit").daemon().unstarted(this::run);
    }

    /** What is called, on the writer's thread, with the keys of each batch once it is durable. It must not block. */
    public void onCommitted(Consumer<Collection<String>> listener) {
        committed = listener;
    }

    void start() {
        writer.start();
    }

    /** Commits what is waiting, then ends. */
    void stop() throws InterruptedException {
        stopping = true;
        writer.join(timeout);
    }

    /**
     * Runs the write in a transaction and returns when it is durable.
     *
     * @param key what the write concerns and locks: a session's id, or what stands above all sessions. Writes of a batch
     *     run in the order of their keys, so that replicas cannot lock each other out, and within a key in the order they
     *     came. A write must lock nothing whose key comes before its own
     * @throws ProblemException what the write threw; {@code overloaded} when too much is waiting;
     *     {@code storage_unavailable} when the commit failed or did not come in time, in which case it may still happen
     */
    public <T> T commit(String key, Write<T> write) {
        var pending = new Pending<>(key, write);
        if (stopping || !queue.offer(pending)) {
            throw new ProblemException(Failure.OVERLOADED).retryAfter(Duration.ofSeconds(1));
        }
        try {
            return pending.result().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw StorageFailures.problem(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            pending.giveUp();
            throw new ProblemException(Failure.STORAGE_UNAVAILABLE, Failure.STORAGE_UNAVAILABLE.advice(), e);
        } catch (InterruptedException e) {
            pending.giveUp();
            Thread.currentThread().interrupt();
            throw new ProblemException(Failure.STORAGE_UNAVAILABLE, Failure.STORAGE_UNAVAILABLE.advice(), e);
        }
    }

    /** Writes that wait for their turn. */
    int waiting() {
        return queue.size();
    }

    private void run() {
        var batch = new ArrayList<Pending<?>>(batchSize);
        while (!stopping || !queue.isEmpty()) {
            try {
                Pending<?> first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, batchSize - 1);
                    // Who was told 503 asks again: after an outage those who still wait come first.
                    batch.removeIf(pending -> !pending.wanted());
                    batch.sort(Comparator.comparing(Pending::key));
                    if (!batch.isEmpty()) {
                        write(batch);
                    }
                }
            } catch (InterruptedException e) {
                log.info("the writer was interrupted; it goes on until it is stopped");
            } finally {
                batch.clear();
            }
        }
        disconnect();
    }

    private void write(List<Pending<?>> batch) {
        batchSizes.update(batch.size());
        boolean reused = connected != null;
        boolean committing = false;
        try {
            Transaction transaction = transaction();
            transaction.handle().begin();
            batch.forEach(pending -> pending.execute(transaction));
            committing = true;
            transaction.handle().commit();
            outage.over();
            finish(batch);
        } catch (RuntimeException | Error e) {
            disconnect();
            failed(batch, e, committing, reused);
        }
    }

    private void failed(List<Pending<?>> batch, Throwable thrown, boolean committing, boolean reused) {
        boolean disconnected = StorageFailures.disconnected(thrown);
        if (disconnected && reused && !committing) {
            // The connection did not outlive a restart of the server: nothing was done, and a new one may do it.
            write(batch);
        } else if (disconnected) {
            // Either there is no server, or the connection was lost with the commit and nobody knows whether it
            // happened: then it must not be done twice. Callers hear that it may be stored and ask again by its key.
            outage.fails(thrown);
            fail(batch, thrown);
        } else if (batch.size() > 1) {
            log.warn("a batch of {} writes failed and is tried one by one: {}", batch.size(), thrown.getClass());
            batch.stream().filter(Pending::wanted).forEach(pending -> write(List.of(pending)));
        } else {
            log.error("a write failed", thrown);
            fail(batch, thrown);
        }
    }

    private static void fail(List<Pending<?>> batch, Throwable thrown) {
        batch.forEach(pending -> pending.result().completeExceptionally(thrown));
    }

    private Transaction transaction() {
        if (connected == null) {
            connected = new Transaction(jdbi.open());
        }
        return connected;
    }

    /** After a failure nobody knows what state a connection is in: the next batch gets another. */
    private void disconnect() {
        if (connected != null) {
            Transaction broken = connected;
            connected = null;
            try {
                broken.close();
            } catch (JdbiException e) {
                log.warn("a broken connection could not be closed: {}", e.getClass());
            }
        }
    }

    private void finish(List<Pending<?>> batch) {
        Set<String> changed =
                batch.stream().filter(Pending::succeeded).map(Pending::key).collect(Collectors.toUnmodifiableSet());
        batch.forEach(Pending::answer);
        if (changed.isEmpty()) {
            return;
        }
        try {
            committed.accept(changed);
        } catch (RuntimeException e) {
            log.error("listeners could not be told of a commit; they will read it with the next", e);
        }
    }

    /** A piece of work inside the transaction. It runs again when its batch had to be undone. */
    @FunctionalInterface
    public interface Write<T> {
        T apply(Transaction transaction);
    }
}
