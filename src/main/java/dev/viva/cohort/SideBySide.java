package dev.viva.cohort;

import static java.util.Objects.requireNonNull;

import com.google.common.base.Throwables;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Computes something for each session of a list, on all processors but one. It uses platform threads: a debrief
 * computes for some hundredths of a second, and a virtual thread would keep its processor from the requests that relay
 * lines all that time. All groups that are read at the same time share the threads. Thread-safe.
 */
final class SideBySide {
    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    private static final long IDLE_SECONDS = 10;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    /** Less than the time after which a proxy gives up. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ExecutorService threads;
    private final Duration patience;

    SideBySide() {
        this(THREADS, PATIENCE);
    }

    /**
     * @param most the maximum number of threads; idle ones end, and none keeps the process alive
     * @param patience how long a request waits for all of its results
     */
    SideBySide(int most, Duration patience) {
        this.patience = patience;
        var pool = new ThreadPoolExecutor(
                most,
                most,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("debriefs-", 0).factory());
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    /**
     * The results in the order of the sessions. When one fails, or the request's thread is interrupted or has waited too
     * long, those not begun are never begun.
     *
     * @throws ProblemException {@code unavailable} when it was interrupted or took too long. Debriefs that were computed
     *     are kept, so the next request has less to wait for
     */
    <S, T> List<T> of(List<S> sessions, Function<S, T> one) {
        List<Future<T>> begun = sessions.stream()
                .map(session -> threads.submit(() -> one.apply(session)))
                .toList();
        long end = System.nanoTime() + patience.toNanos();
        try {
            List<T> all = new ArrayList<>();
            for (Future<T> each : begun) {
                all.add(each.get(end - System.nanoTime(), TimeUnit.NANOSECONDS));
            }
            return all;
        } catch (TimeoutException e) {
            throw new ProblemException(
                            Failure.UNAVAILABLE, "This takes long to compute. Ask again: what is computed is kept.")
                    .retryAfter(RETRY_AFTER);
        } catch (ExecutionException e) {
            Throwable cause = requireNonNull(e.getCause());
            Throwables.throwIfUnchecked(cause);
            throw new IllegalStateException(cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Failure.UNAVAILABLE).retryAfter(RETRY_AFTER);
        } finally {
            // One that runs is not interrupted: it may be reading from the database.
            begun.forEach(each -> each.cancel(false));
        }
    }
}
