package dev.viva.voice.sideband;

import dev.viva.model.Phase;
import dev.viva.problem.ProblemException;
import dev.viva.realtime.CallEnd;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.CallListener;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.RealtimeProvider;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This replica's sideband connection to one call. It stores what the provider reports, and restores the patient's
 * instructions when they are changed from outside. Thread-safe.
 */
final class SidebandSession implements CallListener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SidebandSession.class);
    /** An update that the provider has not acknowledged is sent again after this many polls, one per second. */
    private static final int POLLS_UNTIL_RETRY = 10;
    /**
     * An ended call is hung up after 2 s, which disconnects the sideband. If it does not, the checks at the end of the
     * call run after this many polls: within {@code late_finals}, since the session takes no marks after that.
     */
    private static final int POLLS_UNTIL_SETTLED = 5;
    /** Changes from outside are undone at once this often; after that {@link #retryPush} undoes them. */
    private static final int MAX_RESTORED = 20;

    /** How long the last lines are awaited that had arrived before this was closed; they wait while the database is out. */
    private static final Duration MAX_REST = Duration.ofSeconds(5);

    private static final String OTHER_RESPONSE_ACTIVE = "conversation_already_has_active_response";

    private final String sessionId;
    private final String callId;
    private final int number;
    private final CallNotes notes;
    private final CallCapture capture;
    private final Confirmation confirmation;
    private final FunctionAnswers functions;
    private final Executor background;
    private final BiConsumer<SidebandSession, CallEnd> onEnd;
    private volatile InstructionUpdate current;
    /** The previous update: the provider may acknowledge it after {@link #current} was sent. */
    private volatile InstructionUpdate previous;
    /** The latest update that the provider has acknowledged; null when unknown. */
    private volatile @Nullable InstructionUpdate acknowledged;

    private volatile @Nullable LeasedSideband sideband;
    private int pollsWithoutCall; // used on the reconciler's thread only
    private int pollsUnacknowledged; // used on the reconciler's thread only
    private volatile boolean settled;
    private volatile boolean closed;
    /** Counted down when the provider's sideband has delivered everything. */
    private final CountDownLatch delivered = new CountDownLatch(1);

    private boolean attachedBefore; // used on the sideband's thread only
    private int restored; // used on the sideband's thread only

    /**
     * @param background runs tasks for which callers do not wait
     * @param onEnd called in the background when the sideband ends by itself, with the reason
     */
    SidebandSession(
            ListenedCall call,
            CallHandling handling,
            Clock clock,
            Executor background,
            BiConsumer<SidebandSession, CallEnd> onEnd) {
        this.sessionId = call.sessionId();
        this.callId = call.callId();
        this.number = call.number();
        this.current = call.instructions();
        this.previous = call.instructions();
        this.notes = handling.notes();
        this.confirmation = new Confirmation(sessionId, notes, clock);
        this.capture = new CallCapture(call, notes, confirmation, clock);
        this.background = background;
        this.functions = new FunctionAnswers(sessionId, handling.functions(), () -> sideband, background);
        this.onEnd = onEnd;
    }

    String sessionId() {
        return sessionId;
    }

    String callId() {
        return callId;
    }

    /** Whether it follows this call of the session or a later one. */
    boolean isAsRecentAs(ListenedCall call) {
        return number >= call.number();
    }

    void open(RealtimeProvider provider, CallLeases leases) {
        sideband = new LeasedSideband(provider.observe(callId, this), leases, callId, this::leaseLost);
    }

    private void leaseLost() {
        log.info("sideband: another replica has the call");
        background.execute(() -> onEnd.accept(this, CallEnd.LOST));
    }

    @Override
    public void on(CallEvent event) {
        if (closed) {
            rest(event);
        } else {
            live(event);
        }
    }

    /** Had arrived before this was closed. What was said and used counts; nothing can be answered or sent any more. */
    private void rest(CallEvent event) {
        switch (event) {
            case CallEvent.FunctionsCalled e -> log.info("sideband: closed, functions are not answered");
            case CallEvent.Attached e -> {}
            case CallEvent.Detached e -> {}
            case CallEvent.SessionChanged e -> {}
            default -> capture.on(event);
        }
    }

    private void live(CallEvent event) {
        switch (event) {
            case CallEvent.Attached e -> {
                notes.attached(attachedBefore);
                attachedBefore = true;
                confirmation.connected();
                push(); // the phase may have changed while the sideband was disconnected
                functions.attached();
            }
            case CallEvent.Detached e -> {
                confirmation.disconnected();
                notes.detached(e.cause().name());
            }
            case CallEvent.SessionChanged e -> sessionChanged(e);
            case CallEvent.FunctionsCalled e -> functions.called(e.calls());
            case CallEvent.ResponseDone e -> {
                capture.on(e);
                functions.responseDone();
            }
            case CallEvent.ProviderError e -> {
                capture.on(e);
                if (e.code().equals(OTHER_RESPONSE_ACTIVE)) {
                    functions.refused(e.refused());
                }
            }
            default -> capture.on(event);
        }
    }

    /** The server owns instructions and transcription: a change from outside is undone, counted and reported. */
    private void sessionChanged(CallEvent.SessionChanged changed) {
        InstructionUpdate expected = current;
        if (changed.matches(expected.rules())) {
            acknowledged = expected;
            return;
        }
        acknowledged = null;
        boolean isLateAcknowledgement = changed.matches(previous.rules());
        if (isLateAcknowledgement) {
            push();
        } else if (++restored <= MAX_RESTORED) {
            background.execute(this::restore);
        }
    }

    /** Does nothing when another replica has the call's lease: that one may have sent those of a later phase. */
    private void restore() {
        LeasedSideband open = sideband;
        if (open != null && open.maySend()) {
            notes.instructionsRewritten(sessionId);
            push();
        }
    }

    @Override
    public void ended(CallEnd why) {
        delivered.countDown();
        if (why != CallEnd.CLOSED) {
            log.info("sideband: ended: {}", why);
        }
        if (why != CallEnd.CLOSED) {
            background.execute(() -> onEnd.accept(this, why));
        }
    }

    /** Whether the patient has the instructions of that phase. */
    boolean isInstructedFor(Phase phase) {
        return current.phase() == phase;
    }

    /** Sends the patient new instructions, in the background; none of an earlier phase, since the caller may be late. */
    void push(InstructionUpdate update) {
        if (update.phase().compareTo(current.phase()) < 0) {
            return;
        }
        previous = current;
        current = update;
        push();
    }

    /** Pushes an update again if the provider has not acknowledged it for a while. Called at each poll. */
    void retryPush() {
        pollsUnacknowledged = current.equals(acknowledged) ? 0 : pollsUnacknowledged + 1;
        if (pollsUnacknowledged >= POLLS_UNTIL_RETRY) {
            pollsUnacknowledged = 0;
            push();
        }
    }

    private void push() {
        background.execute(() -> {
            LeasedSideband open = sideband;
            if (open == null) {
                return; // sent when the sideband is attached
            }
            InstructionUpdate update = current;
            try {
                open.update(update.rules());
                acknowledged = update;
            } catch (ProviderException e) {
                log.info("sideband: instructions were not updated, retrying: {}", e.kind());
            }
        });
    }

    /**
     * Marks lines that the provider should have reported by now. Called at each poll.
     *
     * @throws ProblemException while the database is out; a later poll tries again
     */
    void markOverdueUnconfirmed() {
        confirmation.markOverdueUnconfirmed();
    }

    /**
     * The provider reports nothing more of the call: speech without a transcript is reported as failed, and every line
     * that the provider has not reported is marked. Waits while the database is out.
     */
    void settle() {
        capture.callEnded();
        notes.persist(confirmation::markAllUnconfirmed);
    }

    /** Likewise, after this was closed: what had arrived until then counts. */
    void settleClosed() {
        awaitRest();
        settle();
    }

    private void awaitRest() {
        try {
            if (!delivered.await(MAX_REST.toMillis(), TimeUnit.MILLISECONDS)) {
                log.info("sideband: last events not stored within {} s", MAX_REST.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Likewise, in the background, if the session no longer has this call and the sideband was disconnected. */
    void settleIfEnded() {
        boolean ended = pollsWithoutCall >= (confirmation.isDisconnected() ? 1 : POLLS_UNTIL_SETTLED);
        boolean due = ended && !settled;
        settled = ended;
        if (due) {
            background.execute(this::trySettling);
        }
    }

    private void trySettling() {
        try {
            settle();
        } catch (RuntimeException e) {
            settled = false;
            log.warn(
                    "sideband: last lines not checked, tried again: {}",
                    e.getClass().getName());
        }
    }

    /**
     * This was closed; the call continues, and another replica follows it from now on. First stores what had arrived,
     * since the provider reports it to no other. Tried once, since the server may be stopping.
     */
    void handOver() {
        awaitRest();
        try {
            confirmation.handOver();
        } catch (RuntimeException e) {
            log.info("sideband: last lines not checked: {}", e.getClass().getName());
        }
    }

    /** Counts the consecutive polls at which the session no longer had this call. */
    int pollsWithoutCall(boolean live) {
        pollsWithoutCall = live ? 0 : pollsWithoutCall + 1;
        return pollsWithoutCall;
    }

    /** Waits until the answers to functions are sent that are in the making. */
    void finishAnswers() {
        functions.finish();
    }

    @Override
    public void close() {
        closed = true;
        confirmation.disconnected();
        LeasedSideband open = sideband;
        if (open != null) {
            open.close();
        }
    }
}
