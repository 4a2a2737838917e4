package dev.viva.voice;

import dev.viva.model.Phase;
import dev.viva.problem.Secret;
import dev.viva.realtime.CallEnd;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.CallListener;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.RealtimeProvider;
import dev.viva.realtime.Sideband;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's line to one call: what it hears goes into the session's log, and what the patient is told stays what
 * the server says. Thread-safe.
 */
final class CallLine implements CallListener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CallLine.class);

    private final String sessionId;
    private final String callId;
    private final CallNotes notes;
    private final CallCapture capture;
    private final Confirmation confirmation;
    private final Executor background;
    private final Consumer<CallLine> onOver;
    private volatile Told told;
    private volatile @Nullable Sideband sideband;
    private int looksWithoutCall; // the keeper's thread alone

    /** What the patient should have been told, and the phase that it is for. */
    record Told(Phase phase, Secret instructions) {}

    /** The call of a session, and what its patient is told at its beginning. */
    record Subject(String sessionId, String callId, Told told) {}

    /**
     * @param background for what nobody waits for
     * @param onOver called there when the provider says that the call is over
     */
    CallLine(Subject subject, CallNotes notes, Clock clock, Executor background, Consumer<CallLine> onOver) {
        this.sessionId = subject.sessionId();
        this.callId = subject.callId();
        this.told = subject.told();
        this.notes = notes;
        this.confirmation = new Confirmation(sessionId, notes, clock);
        this.capture = new CallCapture(subject, notes, confirmation, clock);
        this.background = background;
        this.onOver = onOver;
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
                notes.attached();
                confirmation.up();
                tell(); // while the line was down the phase may have changed
            }
            case CallEvent.Detached e -> {
                confirmation.down();
                notes.detached(e.cause().name());
            }
            case CallEvent.SessionChanged e -> changed(e);
            default -> capture.on(event);
        }
    }

    /** The patient's instructions are the server's: what anybody else wrote there is put back, counted and told. */
    private void changed(CallEvent.SessionChanged changed) {
        if (!changed.isTo(told.instructions())) {
            notes.rewritten(sessionId);
            tell();
        }
    }

    @Override
    public void ended(CallEnd why) {
        if (why != CallEnd.CLOSED) {
            log.info("a call is not heard any more: {}", why);
        }
        if (why == CallEnd.OVER) {
            background.execute(() -> onOver.accept(this));
        }
    }

    /** Whether the patient is told what that phase asks for. */
    boolean isTold(Phase phase) {
        return told.phase() == phase;
    }

    /** Tells the patient something else from now on; nobody waits for it. */
    void tell(Told now) {
        told = now;
        tell();
    }

    private void tell() {
        background.execute(() -> {
            Sideband open = sideband;
            if (open == null) {
                return; // it is told when the line is up
            }
            try {
                open.update(told.instructions());
            } catch (ProviderException e) {
                log.info("instructions did not get through; they are said again with the line: {}", e.kind());
            }
        });
    }

    /** Looks for lines that the provider should have reported by now. */
    void judge() {
        confirmation.judge();
    }

    /** The same, once nothing more will be reported. */
    void judgeLast() {
        confirmation.judgeLast();
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
