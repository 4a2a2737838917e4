package dev.viva.voice;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import dev.viva.problem.ProblemException;
import dev.viva.session.Session;
import dev.viva.storage.StorageErrors;
import dev.viva.storage.Sweep;
import io.dropwizard.lifecycle.ServerLifecycleListener;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks each second after the calls that are up, those of a process that died too: somebody listens to each, and one
 * that nobody attends any more is hung up.
 */
public final class CallKeeper implements ServerLifecycleListener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CallKeeper.class);

    private final Calls calls;
    private final Sidebands sidebands;
    private final Attendance attendance;
    private final Timer looks;
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("call-keeper").daemon().factory());

    public CallKeeper(Calls calls, Sidebands sidebands, Attendance attendance, MetricRegistry metrics) {
        this.calls = calls;
        this.sidebands = sidebands;
        this.attendance = attendance;
        this.looks = metrics.timer("viva.calls.keeper");
    }

    /** Begins once the service listens: the simulated provider is on its own port. */
    @Override
    public void serverStarted(Server server) {
        clockwork.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.SECONDS);
    }

    private void look() {
        try (var time = looks.time()) {
            Sweep.each(List.<Runnable>of(this::keep, calls::hangUpLeft), Runnable::run);
        } catch (ProblemException e) {
            log.warn("calls are looked after again in a second: {}", e.failure().code());
        } catch (JdbiException e) {
            log.warn("calls are looked after again in a second: {}", StorageErrors.inWords(e));
        } catch (RuntimeException e) {
            log.error("calls are looked after again in a second", e);
        }
    }

    private void keep() {
        Instant bound;
        try {
            List<Session> up = calls.up();
            sidebands.keep(up);
            bound = attendance.note(up);
        } catch (RuntimeException e) {
            attendance.missed();
            throw e;
        }
        Sweep.each(attendance.abandoned(bound), id -> calls.abandon(id, bound));
    }

    @Override
    public void close() throws InterruptedException {
        clockwork.shutdownNow();
        if (!clockwork.awaitTermination(5, TimeUnit.SECONDS)) {
            log.warn("the keeper of calls did not stop within 5 s");
        }
    }
}
