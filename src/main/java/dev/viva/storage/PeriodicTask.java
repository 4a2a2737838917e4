package dev.viva.storage;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;

/**
 * Runs work each second on its own thread. A failed run does not stop the next. It logs once when the work starts to
 * fail and once when it works again.
 */
public final class PeriodicTask implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration MAX_STOP = Duration.ofSeconds(5);

    private final Logger log;
    private final String component;
    private final Runnable work;
    private final Outage outage;
    private final ScheduledExecutorService timer;

    /**
     * @param component its name in log messages, such as {@code "log poll"}; its thread has the same name with hyphens
     */
    public PeriodicTask(Logger log, String component, Runnable work) {
        this.log = log;
        this.component = component;
        this.work = work;
        this.outage = new Outage(log, component + ": failing, tried again each second", component + ": works again");
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(component.replace(' ', '-')).daemon().factory());
    }

    /** Runs the work now, and then one second after the end of each run. */
    public void start() {
        timer.scheduleWithFixedDelay(this::run, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Runs the work once. */
    void run() {
        try {
            work.run();
            outage.succeeds();
        } catch (ProblemException e) {
            if (e.failure() == Failure.INTERNAL_ERROR) {
                outage.failsUnexpectedly(e);
            } else {
                outage.fails(e.failure().code());
            }
        } catch (JdbiException e) {
            if (StorageErrors.isTransient(e)) {
                outage.fails(StorageErrors.inWords(e));
            } else {
                outage.failsUnexpectedly(e);
            }
        } catch (RuntimeException | Error e) { // a scheduler would end the task at the first that leaves it
            outage.failsUnexpectedly(e);
        }
    }

    /** Waits up to 5 s for a run in progress. */
    @Override
    public void close() throws InterruptedException {
        timer.shutdownNow();
        if (!timer.awaitTermination(MAX_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
            log.warn("{}: did not stop within {} s", component, MAX_STOP.toSeconds());
        }
    }
}
