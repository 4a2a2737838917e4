package dev.viva.voice;

import dev.viva.model.Phase;
import dev.viva.realtime.CallEnd;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.CallListener;
import dev.viva.realtime.CallRules;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.RealtimeProvider;
import dev.viva.realtime.Sideband;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's line to one call: what it hears goes into the session's log, and what the patient is told stays what
 * the server says. Thread-safe.
 */
final class SidebandSession implements CallListener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SidebandSession.class);
    /** What did not get through is said again after so many of the reconciler's looks, one each second. */
    private static final int LOOKS_UNTIL_AGAIN = 10;
    /** So many times the patient is put back at once and it is told; after that with the reconciler's patience alone. */
    private static final int MAX_PUT_BACK = 20;

    private final String sessionId;
    private final String callId;
    private final CallNotes notes;
    private final CallCapture capture;
    private final Confirmation confirmation;
    private final Executor background;
    private final BiConsumer<SidebandSession, CallEnd> onEnd;
    private volatile Told told;
    /** What was told before: word of it may still come when something else is told already. */
    private volatile Told before;
    /** What the provider has said is in force; null when that is not known. */
    private volatile @Nullable Told inForce;

    private volatile @Nullable Sideband sideband;
    private int looksWithoutCall; // the reconciler's thread alone
    private int looksUntold; // the reconciler's thread alone
    private boolean attached; // the sideband's thread alone
    private int putBack; // the sideband's thread alone

    /** What should be in force, and the phase that it is for. */
    record Told(Phase phase, CallRules rules) {}

    /** The call of a session, and what its patient is told at its beginning. */
    record Subject(String sessionId, String callId, Told told) {}

    /**
     * @param background for what nobody waits for
     * @param onEnd called there when the line is at its end by itself, with why
     */
    SidebandSession(
            Subject subject,
            CallNotes notes,
            Clock clock,
            Executor background,
            BiConsumer<SidebandSession, CallEnd> onEnd) {
        this.sessionId = subject.sessionId();
        this.callId = subject.callId();
        this.told = subject.told();
        this.before = subject.told();
        this.notes = notes;
        this.confirmation = new Confirmation(sessionId, notes, clock);
        this.capture = new CallCapture(subject, notes, confirmation, clock);
        this.background = background;
        this.onEnd = onEnd;
    }

    String sessionId() {
        return sessionId;
    }

    String callId() {
        return callId;
    }

    void open(RealtimeProvider provider) {
        sideband = provider.observe(callId, this);
    }

    @Override
    public void on(CallEvent event) {
        switch (event) {
            case CallEvent.Attached e -> {
                notes.attached(attached);
                attached = true;
                confirmation.connected();
                push(); // while the line was down the phase may have changed
            }
            case CallEvent.Detached e -> {
                confirmation.disconnected();
                notes.detached(e.cause().name());
            }
            case CallEvent.SessionChanged e -> sessionChanged(e);
            default -> capture.on(event);
        }
    }

    /** What the patient is told, and that words are written down, is the server's: another's change is put back, counted and told. */
    private void sessionChanged(CallEvent.SessionChanged changed) {
        Told now = told;
        if (changed.keeps(now.rules())) {
            inForce = now;
            return;
        }
        inForce = null;
        boolean late = changed.keeps(before.rules());
        if (late) {
            push();
        } else if (++putBack <= MAX_PUT_BACK) {
            notes.instructionsRewritten(sessionId);
            push();
        }
    }

    @Override
    public void ended(CallEnd why) {
        if (why != CallEnd.CLOSED) {
            log.info("a call is not heard any more: {}", why);
        }
        if (why == CallEnd.OVER) {
            capture.last();
        }
        if (why != CallEnd.CLOSED) {
            background.execute(() -> onEnd.accept(this, why));
        }
    }

    /** Whether the patient is told what that phase asks for. */
    boolean isInstructedFor(Phase phase) {
        return told.phase() == phase;
    }

    /** Tells the patient something else from now on; nobody waits for it. */
    void push(Told now) {
        before = told;
        told = now;
        push();
    }

    /** Says again what did not get through, with patience; the reconciler asks at each look. */
    void retryPush() {
        looksUntold = told.equals(inForce) ? 0 : looksUntold + 1;
        if (looksUntold >= LOOKS_UNTIL_AGAIN) {
            looksUntold = 0;
            push();
        }
    }

    private void push() {
        background.execute(() -> {
            Sideband open = sideband;
            if (open == null) {
                return; // it is told when the line is up
            }
            Told now = told;
            try {
                open.update(now.rules());
                inForce = now;
            } catch (ProviderException e) {
                log.info("what the patient is told did not get through and is said again: {}", e.kind());
            }
        });
    }

    /** Looks for lines that the provider should have reported by now. */
    void markOverdueUnconfirmed() {
        confirmation.markOverdueUnconfirmed();
    }

    /** The same, once nothing more will be reported. */
    void markAllUnconfirmed() {
        confirmation.markAllUnconfirmed();
    }

    /** How often in a row it was seen that the session has no such call any more. */
    int withoutCall(boolean callIsUp) {
        looksWithoutCall = callIsUp ? 0 : looksWithoutCall + 1;
        return looksWithoutCall;
    }

    @Override
    public void close() {
        Sideband open = sideband;
        if (open != null) {
            open.close();
        }
    }
}
