package dev.viva.voice;

import dev.viva.realtime.CallEnd;
import dev.viva.realtime.RealtimeProvider;
import dev.viva.redis.Leases;
import dev.viva.session.Session;
import dev.viva.storage.Sweep;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The lines on which this process listens to calls: one for each session whose call is up and whose lease it holds, so
 * that of several processes one listens, and another does when that one dies. Thread-safe.
 */
final class Sidebands implements AutoCloseable {
    /** Leases are looked after so often before one runs out. */
    private static final int TIMES_PER_LEASE = 3;
    /** A line without a call hears the last words of a session that has ended, and is let go after so many looks. */
    private static final int MAX_LOOKS_WITHOUT_CALL = 30;

    private final RealtimeProvider provider;
    private final CallNotes notes;
    private final CallConfigs configs;
    private final Leases leases;
    private final Clock clock;
    private final CallsConfiguration config;
    /** How long a dead process's calls wait for another ear; meanwhile the browser's relay has the lines. */
    private final Duration lease;

    private final ConcurrentHashMap<String, SidebandSession> lines = new ConcurrentHashMap<>();
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private volatile BiConsumer<String, String> onOver = (session, call) -> {};
    private int look; // the reconciler's thread alone
    private boolean closed; // guarded by this

    Sidebands(
            RealtimeProvider provider,
            CallNotes notes,
            CallConfigs configs,
            Leases leases,
            Clock clock,
            CallsConfiguration config) {
        this.provider = provider;
        this.notes = notes;
        this.configs = configs;
        this.leases = leases;
        this.clock = clock;
        this.config = config;
        this.lease = config.lease().toJavaDuration();
    }

    /** What is called with a session and its call when the provider says that the call is over. */
    void onEnded(BiConsumer<String, String> listener) {
        onOver = listener;
    }

    /** How many calls this process listens to. */
    int open() {
        return lines.size();
    }

    /** Begins to listen to a session's call that this process has just made, in place of the one before it. */
    void begin(Session session) {
        attach(session, leases::claim);
    }

    private void attach(Session session, BiPredicate<String, Duration> taking) {
        String callId = session.call().id();
        if (!config.listens() || callId == null || !session.call().reachable() || !taking.test(lease(callId), lease)) {
            return;
        }
        var subject = new SidebandSession.Subject(session.id(), callId, instructionsFor(session));
        synchronized (this) {
            if (closed) {
                leases.release(lease(callId)); // a line that came up now would hold the server's stop up
            } else {
                lines.compute(session.id(), (id, before) -> replaced(before, subject));
            }
        }
    }

    private SidebandSession replaced(@Nullable SidebandSession before, SidebandSession.Subject subject) {
        if (before != null && before.callId().equals(subject.callId())) {
            return before;
        }
        if (before != null) {
            close(before);
        }
        var line = new SidebandSession(subject, notes, clock, background, this::ended);
        line.open(provider);
        return line;
    }

    private SidebandSession.Told instructionsFor(Session session) {
        return new SidebandSession.Told(session.phase(), configs.rules(session));
    }

    /** A line that ended by itself is let go, so that the reconciler takes the call up again, here or elsewhere, if it is still up. */
    private void ended(SidebandSession line, CallEnd why) {
        boolean over = why == CallEnd.OVER;
        if (over) {
            line.markAllUnconfirmed(); // what the provider has not reported by now it never will
        }
        detach(line.sessionId(), line.callId());
        if (over) {
            onOver.accept(line.sessionId(), line.callId());
        }
    }

    /** Stops listening to one call of a session; to another that has taken its place it goes on. */
    private void detach(String sessionId, String callId) {
        lines.computeIfPresent(sessionId, (id, line) -> {
            if (!line.callId().equals(callId)) {
                return line;
            }
            close(line);
            return null;
        });
    }

    private void close(SidebandSession line) {
        line.close();
        leases.release(lease(line.callId()));
    }

    /** Tells the patient of a session what its phase asks for, when the line is here; nobody waits for it. */
    void instruct(Session session) {
        SidebandSession line = lines.get(session.id());
        if (line != null) {
            line.push(instructionsFor(session));
        }
    }

    /**
     * Keeps lines and calls together: listens to calls that nobody listens to, tells patients of a phase that was
     * changed through another process, looks for unconfirmed lines, and lets go what is over.
     *
     * @param up the sessions whose calls are up
     */
    void reconcile(List<Session> up) {
        boolean leasesAreDue = look++ % (lease.toSeconds() / TIMES_PER_LEASE) == 0; // a look each second
        Map<String, Session> byId = up.stream().collect(Collectors.toMap(Session::id, Function.identity()));
        List<Runnable> sweeps = List.of(
                () -> Sweep.forEachIsolated(up, session -> listen(session, leasesAreDue)),
                () -> Sweep.forEachIsolated(
                        lines.values(), line -> reconcile(line, byId.get(line.sessionId()), leasesAreDue)));
        Sweep.forEachIsolated(sweeps, Runnable::run);
    }

    private void listen(Session session, boolean leasesAreDue) {
        SidebandSession line = lines.get(session.id());
        if (line != null && line.callId().equals(session.call().id())) {
            push(line, session);
        } else if (leasesAreDue) {
            attach(session, leases::hold);
        }
    }

    private void push(SidebandSession line, Session session) {
        if (!line.isInstructedFor(session.phase())) {
            line.push(instructionsFor(session));
        }
    }

    private void reconcile(SidebandSession line, @Nullable Session session, boolean leasesAreDue) {
        boolean up = session != null && line.callId().equals(session.call().id());
        boolean lost = leasesAreDue && !leases.hold(lease(line.callId()), lease);
        if (lost || line.withoutCall(up) > MAX_LOOKS_WITHOUT_CALL) {
            detach(line.sessionId(), line.callId());
        } else {
            line.markOverdueUnconfirmed();
            line.retryPush();
        }
    }

    private static String lease(String callId) {
        return "sideband:" + callId;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        lines.values().forEach(line -> detach(line.sessionId(), line.callId()));
        background.close();
    }
}
