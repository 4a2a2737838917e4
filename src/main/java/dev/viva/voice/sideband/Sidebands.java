package dev.viva.voice.sideband;

import dev.viva.realtime.CallEnd;
import dev.viva.realtime.CallRules;
import dev.viva.realtime.RealtimeProvider;
import dev.viva.session.Session;
import dev.viva.storage.Sweep;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sideband connections of this replica, one per live call whose lease it has. Leases make one replica attach to
 * each call, and another take over when it dies. Thread-safe.
 */
public final class Sidebands implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Sidebands.class);
    /** A session that has ended may still get its final transcripts: its sideband stays for this many polls. */
    private static final int MAX_POLLS_WITHOUT_CALL = 30;

    private final RealtimeProvider provider;
    private final CallHandling handling;
    private final Function<Session, CallRules> rules;
    private final CallLeases leases;
    private final BiConsumer<String, String> onCallEnded;
    private final Clock clock;

    private final ConcurrentHashMap<String, SidebandSession> sidebands = new ConcurrentHashMap<>();
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    /** Whether leases of calls without a sideband are asked for: as often as those of open ones are renewed. */
    private final AtomicBoolean attachDue = new AtomicBoolean();

    private boolean closed; // guarded by this

    /**
     * @param rules the rules for a session's patient in its present phase
     * @param onCallEnded receives the session and the call when the provider reports that a call has ended
     */
    public Sidebands(
            RealtimeProvider provider,
            CallHandling handling,
            Function<Session, CallRules> rules,
            CallLeases leases,
            BiConsumer<String, String> onCallEnded,
            Clock clock) {
        this.provider = provider;
        this.handling = handling;
        this.rules = rules;
        this.leases = leases;
        this.onCallEnded = onCallEnded;
        this.clock = clock;
    }

    /** The number of calls to which this replica is attached. */
    public int open() {
        return sidebands.size();
    }

    /** Attaches to a call that this replica has just created, unless the session already has a later one. */
    public void begin(Session session) {
        attach(session, leases::claim);
    }

    /** Likewise, in the background: whoever made the call does not wait for the lease. */
    public void beginSoon(Session session) {
        if (!session.call().reachable()) {
            return;
        }
        try {
            background.execute(() -> {
                try {
                    begin(session);
                } catch (RuntimeException e) {
                    log.warn("sideband: not opened, tried again within seconds", e);
                }
            });
        } catch (RejectedExecutionException e) {
            log.debug("sideband: not opened, the service is stopping");
        }
    }

    private void attach(Session session, Predicate<String> acquire) {
        String callId = session.call().id();
        if (callId == null || !session.call().reachable() || !acquire.test(callId)) {
            return;
        }
        var call = new ListenedCall(session.id(), callId, session.call().number(), instructionsFor(session));
        synchronized (this) {
            if (closed) {
                leases.release(callId); // a sideband that opened now would delay the server's stop
            } else {
                sidebands.compute(session.id(), (id, before) -> replaced(before, call));
            }
        }
    }

    private SidebandSession replaced(@Nullable SidebandSession before, ListenedCall call) {
        if (before != null && before.isAsRecentAs(call)) {
            if (!before.callId().equals(call.callId())) {
                leases.release(call.callId()); // the list of live calls was read before the call was replaced
            }
            return before;
        }
        if (before != null) {
            close(before);
            background.execute(before::settleClosed); // the session takes marks: it is open
        }
        var sideband = new SidebandSession(call, handling, clock, background, this::ended);
        sideband.open(provider, leases);
        return sideband;
    }

    private InstructionUpdate instructionsFor(Session session) {
        return new InstructionUpdate(session.phase(), rules.apply(session));
    }

    /** A sideband ended by itself. While its call is live, a replica attaches to the call again. */
    private void ended(SidebandSession sideband, CallEnd why) {
        boolean callEnded = why == CallEnd.ENDED;
        try {
            if (callEnded) {
                sideband.settle();
            }
        } finally {
            // Also while the database is out: the replica that attaches next learns of the end again.
            detach(sideband);
        }
        if (callEnded) {
            onCallEnded.accept(sideband.sessionId(), sideband.callId());
        }
    }

    /** Closes a sideband; a later one of the same session stays. */
    private void detach(SidebandSession sideband) {
        sidebands.computeIfPresent(sideband.sessionId(), (id, open) -> {
            if (open != sideband) {
                return open;
            }
            close(sideband);
            background.execute(sideband::handOver);
            return null;
        });
    }

    private void close(SidebandSession sideband) {
        sideband.close();
        leases.release(sideband.callId());
    }

    /**
     * Sends the patient the instructions of the session's phase, in the background, if this replica has the sideband.
     */
    public void instruct(Session session) {
        SidebandSession sideband = sidebands.get(session.id());
        if (sideband != null) {
            sideband.push(instructionsFor(session));
        }
    }

    /** The live calls were read. While they cannot be for long, the leases are given up. */
    public void passSucceeds() {
        leases.passSucceeds();
    }

    /**
     * Renews the leases of the open sidebands if that is due, also in a short outage of the database, and detaches from
     * calls that another replica has. Called each second.
     */
    public void renewLeases() {
        if (leases.renewalIsDue()) {
            Map<String, Boolean> held = renewed();
            Sweep.forEachIsolated(sidebands.values(), sideband -> {
                if (!held.getOrDefault(sideband.callId(), true)) { // one that could not be told is kept
                    detach(sideband);
                }
            });
            attachDue.set(true);
        }
    }

    /**
     * Adjusts the sidebands to the live calls: attaches to calls without one, sends instructions for a phase that was
     * changed through another replica, marks unconfirmed lines, and closes the sidebands of ended calls. Called each
     * second.
     *
     * @param live the sessions that have a live call
     */
    public void reconcile(List<Session> live) {
        boolean attach = attachDue.getAndSet(false);
        Map<String, Session> byId = live.stream().collect(Collectors.toMap(Session::id, Function.identity()));
        List<Runnable> sweeps = List.of(
                () -> Sweep.forEachIsolated(live, session -> reconcile(session, attach)),
                () -> Sweep.forEachIsolated(
                        sidebands.values(), sideband -> reconcile(sideband, byId.get(sideband.sessionId()))),
                // Last: it stops early while nothing can be stored.
                () -> Sweep.forEachIsolated(sidebands.values(), SidebandSession::markOverdueUnconfirmed));
        Sweep.forEachIsolated(sweeps, Runnable::run);
    }

    /**
     * By call, whether this replica still has the lease. All are asked for at once: one after the other would take
     * longer than a lease when Redis is slow.
     */
    private Map<String, Boolean> renewed() {
        var held = new ConcurrentHashMap<String, Boolean>();
        try (var asking = Executors.newVirtualThreadPerTaskExecutor()) {
            sidebands
                    .values()
                    .forEach(sideband -> asking.execute(() -> {
                        String callId = sideband.callId();
                        held.put(callId, leases.hold(callId));
                    }));
        }
        return held;
    }

    private void reconcile(Session session, boolean attach) {
        SidebandSession sideband = sidebands.get(session.id());
        if (sideband != null && sideband.callId().equals(session.call().id())) {
            if (!sideband.isInstructedFor(session.phase())) {
                sideband.push(instructionsFor(session));
            }
        } else if (attach) {
            attach(session, leases::hold);
        }
    }

    private void reconcile(SidebandSession sideband, @Nullable Session session) {
        boolean live =
                session != null && sideband.callId().equals(session.call().id());
        if (sideband.pollsWithoutCall(live) > MAX_POLLS_WITHOUT_CALL) {
            detach(sideband);
        } else {
            sideband.settleIfEnded();
            sideband.retryPush();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        sidebands.values().forEach(SidebandSession::finishAnswers);
        sidebands.values().forEach(this::detach);
        background.close();
    }
}
