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
import java.util.function.Function;

/**
 * Computes the same for each of some sessions, on all processors but one. It has threads of the system for this: a debrief
 * computes for some hundredths of a second, and on a virtual thread it would keep a processor from the requests that
 * relay lines for as long. All groups that are read at a time share them. Thread-safe.
 */
final class SideBySide {
    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    private static final long IDLE_SECONDS = 10;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ExecutorService threads;

    SideBySide() {
        this(THREADS);
    }

    /** @param most sessions at a time; the threads end when they have nothing to do, and keep no process alive */
    SideBySide(int most) {
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
     * The results in the order of the sessions. When one fails, or the request's thread is interrupted, those not begun
     * are never begun.
     */
    <S, T> List<T> of(List<S> sessions, Function<S, T> one) {
        List<Future<T>> begun = sessions.stream()
                .map(session -> threads.submit(() -> one.apply(session)))
                .toList();
        try {
            List<T> all = new ArrayList<>();
            for (Future<T> each : begun) {
                all.add(each.get());
            }
            return all;
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
