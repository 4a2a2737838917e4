package dev.viva.simulator.media;

import dev.viva.simulator.conversation.EventLoop;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The single thread that runs all tasks of one call, or of several calls; thread-safe.
 *
 * <p>It is one thread because data-channel messages sent from several threads get out of order.
 */
public final class CallThread implements EventLoop, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CallThread.class);
    private static final int MAX_WAITING = 1_000;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

    // Longer than the four steps of answering an offer together.
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(25);

    private final int maxWaiting;
    private final ScheduledThreadPoolExecutor executor;
    private volatile @Nullable Thread thread;

    public CallThread(String name) {
        this(name, MAX_WAITING);
    }

    /** @param maxWaiting tasks that may wait, scheduled ones included */
    public CallThread(String name, int maxWaiting) {
        this.maxWaiting = maxWaiting;
        this.executor = new ScheduledThreadPoolExecutor(
                1,
                task -> {
                    Thread created = new Thread(task, name);
                    created.setDaemon(true);
                    thread = created;
                    return created;
                },
                new ThreadPoolExecutor.DiscardPolicy());
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Drops the task once closed. */
    @Override
    public boolean run(Runnable task) {
        if (executor.getQueue().size() >= maxWaiting) {
            return false;
        }
        executor.execute(() -> guarded(task));
        return true;
    }

    /** Runs a task on this thread and waits for its result; a failure is thrown to the caller. */
    <T> T ask(Callable<T> task) {
        Future<T> answer = executor.submit(task);
        try {
            return answer.get(ASK_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("A step of a simulated call failed", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("A step of a simulated call takes too long", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        ScheduledFuture<?> future = executor.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public Duration now() {
        return Duration.ofNanos(System.nanoTime());
    }

    /** Runs what is due, drops what is scheduled, and waits for the end unless called from the thread itself. */
    @Override
    public void close() {
        executor.shutdown();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            if (!executor.awaitTermination(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("simulator: the thread of a call did not end within {}", STOP_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // An executor swallows a task's failure, and the native library throws errors.
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            log.error("simulator: a step of a call failed", e);
        }
    }
}
