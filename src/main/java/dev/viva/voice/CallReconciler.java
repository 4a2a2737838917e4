package dev.viva.voice;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Session;
import dev.viva.storage.PeriodicTask;
import dev.viva.storage.Sweep;
import dev.viva.voice.sideband.Sidebands;
import io.dropwizard.lifecycle.ServerLifecycleListener;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reconciles live calls each second, including those of a replica that died. Attaches to calls without a sideband,
 * hangs up abandoned calls and repeats overdue hang-ups. The leases of the calls are renewed on a thread of their own:
 * while the database is out for all replicas, a pass fails or takes longer than a lease, and the first replica that
 * reaches it again would take the calls.
 */
final class CallReconciler implements ServerLifecycleListener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CallReconciler.class);

    private final Calls calls;
    private final Sidebands sidebands;
    private final AbandonedCalls abandoned;
    private final HangUps hangUps;
    private final Timer polls;
    private final PeriodicTask task = new PeriodicTask(log, "call reconciler", this::reconcile);
    private final PeriodicTask renewals;

    CallReconciler(
            Calls calls, Sidebands sidebands, AbandonedCalls abandoned, HangUps hangUps, MetricRegistry metrics) {
        this.calls = calls;
        this.sidebands = sidebands;
        this.abandoned = abandoned;
        this.hangUps = hangUps;
        this.polls = metrics.timer("viva.calls.reconciler");
        this.renewals = new PeriodicTask(log, "call leases", sidebands::renewLeases);
    }

    /** Starts when the server listens, because the simulated provider is on its port. */
    @Override
    public void serverStarted(Server server) {
        renewals.start();
        task.start();
    }

    /** Passes over the live calls once. */
    void reconcile() {
        try (var time = polls.time()) {
            Sweep.forEachIsolated(List.<Runnable>of(this::reconcileLive, hangUps::hangUpOverdue), Runnable::run);
        }
    }

    private void reconcileLive() {
        List<Session> live = polled(calls::live);
        sidebands.passSucceeds();
        List<Runnable> steps = List.of(() -> sidebands.reconcile(live), () -> hangUpAbandoned(live));
        Sweep.forEachIsolated(steps, Runnable::run);
    }

    private void hangUpAbandoned(List<Session> live) {
        Instant bound = polled(() -> abandoned.note(live));
        try {
            Sweep.forEachIsolated(abandoned.abandoned(bound), call -> calls.abandon(call, bound));
        } catch (ProblemException e) {
            if (e.failure() == Failure.STORAGE_UNAVAILABLE) {
                abandoned.pollFailed(); // other replicas could not store that somebody is there
            }
            throw e;
        }
    }

    /** A poll without which no call counts as abandoned for a while. */
    private <T> T polled(Supplier<T> poll) {
        try {
            return poll.get();
        } catch (RuntimeException e) {
            abandoned.pollFailed();
            throw e;
        }
    }

    @Override
    public void close() throws InterruptedException {
        task.close();
        renewals.close();
    }
}
