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
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
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
 * write fails only itself. A commit that failed may have happened all the same, when only its answer was lost: each
 * carries a mark that is looked up then, so that nothing is written twice.
 */
public final class GroupCommit {
    private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

    private final Jdbi jdbi;
    private final BlockingQueue<Pending<?>> queue;
    private final int batchSize;
    private final Duration timeout;
    private final Histogram batchSizes;
    private final Thread writer;
    private final String name = UUID.randomUUID().toString();
    private volatile Consumer<Collection<String>> committed = keys -> {};
    private volatile boolean stopping;
    // The writer's thread alone:
    private @Nullable Transaction connected;
    private long number;

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
        jdbi.useExtension(CommitMark.class, marks -> marks.begin(name));
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
     * @param key what the write concerns (a session id); writes of a batch run in the order of their keys, so that
     *     replicas cannot lock each other out, and within a key in the order they came
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
            throw unwrap(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new ProblemException(Failure.STORAGE_UNAVAILABLE, Failure.STORAGE_UNAVAILABLE.advice(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Failure.STORAGE_UNAVAILABLE, Failure.STORAGE_UNAVAILABLE.advice(), e);
        }
    }

    /** Writes that wait for their turn. */
    int waiting() {
        return queue.size();
    }

    private static ProblemException unwrap(Throwable cause) {
        return cause instanceof ProblemException problem
                ? problem
                : new ProblemException(Failure.STORAGE_UNAVAILABLE, Failure.STORAGE_UNAVAILABLE.advice(), cause);
    }

    private void run() {
        var batch = new ArrayList<Pending<?>>(batchSize);
        while (!stopping || !queue.isEmpty()) {
            try {
                Pending<?> first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, batchSize - 1);
                    batch.sort(Comparator.comparing(Pending::key));
                    write(batch);
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
        number++;
        try {
            Transaction transaction = transaction();
            transaction.handle().useTransaction(h -> {
                batch.forEach(pending -> pending.execute(transaction));
                transaction.dao(CommitMark.class).set(name, number);
            });
            finish(batch);
        } catch (RuntimeException | Error e) {
            disconnect();
            failed(batch, e);
        }
    }

    /** Done twice, a write may not be what it is done once: so it is only tried again when it is known to be undone. */
    private void failed(List<Pending<?>> batch, Throwable cause) {
        OptionalLong stored = lastCommitted();
        if (stored.isPresent() && stored.getAsLong() == number) {
            log.warn("a commit of {} writes failed after it had happened: {}", batch.size(), cause.getClass());
            finish(batch);
        } else if (stored.isPresent() && batch.size() > 1) {
            log.warn("a batch of {} writes failed and is tried one by one: {}", batch.size(), cause.getClass());
            batch.forEach(pending -> write(List.of(pending)));
        } else {
            log.error("{} writes failed", batch.size(), cause);
            batch.forEach(pending -> pending.result().completeExceptionally(cause));
            tell(batch.stream().map(Pending::key).collect(Collectors.toUnmodifiableSet())); // it may have happened
        }
    }

    /** The number of the last batch that was committed; nothing when the database does not say. */
    private OptionalLong lastCommitted() {
        try {
            return OptionalLong.of(transaction().dao(CommitMark.class).last(name));
        } catch (JdbiException e) {
            disconnect();
            return OptionalLong.empty();
        }
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
        if (!changed.isEmpty()) {
            tell(changed);
        }
    }

    private void tell(Set<String> keys) {
        try {
            committed.accept(keys);
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
