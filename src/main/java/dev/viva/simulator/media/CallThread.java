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
 * The one thread on which all of a call happens, or of several; its methods may be called from any.
 *
 * <p>One thread, because data-channel messages sent from several are reordered.
 */
public final class CallThread implements EventLoop, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CallThread.class);
    private static final int MAX_WAITING = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    // More than the four steps of answering an offer may take.
    private static final Duration MAX_QUESTION = Duration.ofSeconds(25);

    private final int mostWaiting;
    private final ScheduledThreadPoolExecutor executor;
    private volatile @Nullable Thread thread;

    public CallThread(String name) {
        this(name, MAX_WAITING);
    }

    /** @param mostWaiting tasks, those that are planned among them */
    public CallThread(String name, int mostWaiting) {
        this.mostWaiting = mostWaiting;
        this.executor = new ScheduledThreadPoolExecutor(
                1,
                task -> {
                    Thread made = new Thread(task, name);
                    made.setDaemon(true);
                    thread = made;
                    return made;
                },
                new ThreadPoolExecutor.DiscardPolicy());
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** After the close the task is dropped. */
    @Override
    public boolean run(Runnable task) {
        if (executor.getQueue().size() >= mostWaiting) {
            return false;
        }
        executor.execute(() -> guarded(task));
        return true;
    }

    /** Does something on this thread and waits for what comes of it; its failure is the caller's. */
    <T> T ask(Callable<T> question) {
        Future<T> answer = executor.submit(question);
        try {
            return answer.get(MAX_QUESTION.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("A step of a simulated call failed", failed.getCause());
        } catch (TimeoutException late) {
            throw new IllegalStateException("A step of a simulated call takes too long", late);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", stopped);
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

    /** Runs what is due, drops what is planned, and waits for the end unless called from the thread itself. */
    @Override
    public void close() {
        executor.shutdown();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            if (!executor.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("A simulated call's thread did not end within {}", PATIENCE);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    // An executor keeps a task's failure to itself, and the native library throws errors.
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error failure) {
            LOG.error("A step of a simulated call failed", failure);
        }
    }
}
