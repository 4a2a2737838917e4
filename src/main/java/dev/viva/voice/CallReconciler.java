package dev.viva.voice;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import dev.viva.session.Session;
import dev.viva.storage.PeriodicTask;
import dev.viva.storage.Sweep;
import io.dropwizard.lifecycle.ServerLifecycleListener;
import java.time.Instant;
import java.util.List;
import org.eclipse.jetty.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks each second after the calls that are up, those of a process that died too: somebody listens to each, and one
 * that nobody attends any more is hung up.
 */
final class CallReconciler implements ServerLifecycleListener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CallReconciler.class);

    private final Calls calls;
    private final Sidebands sidebands;
    private final AbandonedCalls abandoned;
    private final Timer looks;
    private final PeriodicTask task = new PeriodicTask(log, "call reconciler", this::reconcile);

    CallReconciler(Calls calls, Sidebands sidebands, AbandonedCalls abandoned, MetricRegistry metrics) {
        this.calls = calls;
        this.sidebands = sidebands;
        this.abandoned = abandoned;
        this.looks = metrics.timer("viva.calls.reconciler");
    }

    /** Begins once the service listens: the simulated provider is on its own port. */
    @Override
    public void serverStarted(Server server) {
        task.start();
    }

    private void reconcile() {
        try (var time = looks.time()) {
            Sweep.forEachIsolated(List.<Runnable>of(this::keep, calls::hangUpOverdue), Runnable::run);
        }
    }

    private void keep() {
        Instant bound;
        try {
            List<Session> up = calls.live();
            sidebands.reconcile(up);
            bound = abandoned.note(up);
        } catch (RuntimeException e) {
            abandoned.missed();
            throw e;
        }
        Sweep.forEachIsolated(abandoned.abandoned(bound), id -> calls.abandon(id, bound));
    }

    @Override
    public void close() throws InterruptedException {
        task.close();
    }
}
