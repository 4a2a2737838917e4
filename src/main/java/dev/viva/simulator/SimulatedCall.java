package dev.viva.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.problem.Secret;
import dev.viva.realtime.Sdp;
import dev.viva.simulator.conversation.CallContext;
import dev.viva.simulator.conversation.Conversation;
import dev.viva.simulator.conversation.EventLoop;
import dev.viva.simulator.conversation.SpokenTurn;
import dev.viva.simulator.conversation.Timers;
import dev.viva.simulator.conversation.Voice;
import dev.viva.simulator.media.Media;
import dev.viva.simulator.patient.ScriptedPatient;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call: its conversation and its subscribers; thread-safe.
 *
 * <p>If a call ends before its answer is ready, it closes as soon as the answer is ready.
 */
public final class SimulatedCall implements Media.FarEnd, SimulatedSideband.Receiver {
    /**
     * How a call begins.
     *
     * @param owner the credential that created it, and the only one that may attach to it
     * @param session the whole session
     * @param time when it began
     * @param faults the faults of this call
     */
    public record Beginning(String id, Secret owner, ObjectNode session, Instant time, Faults faults) {}

    /** The parts that are used on the call's loop only. */
    private record Running(EventLoop loop, Conversation conversation, Subscribers subscribers) {}

    private final Beginning beginning;
    private final PatientSettings patients;
    private final Consumer<SimulatedCall> whenLost;
    private final AtomicInteger hangUpsToFail;
    private volatile @Nullable Running running;
    private Media.@Nullable Leg leg;
    private Timers.Timer expiry = () -> {};
    private boolean ended;

    public SimulatedCall(Beginning beginning, PatientSettings patients, Consumer<SimulatedCall> whenLost) {
        this.beginning = beginning;
        this.patients = patients;
        this.whenLost = whenLost;
        this.hangUpsToFail = new AtomicInteger(beginning.faults().hangupFailures());
    }

    String id() {
        return beginning.id();
    }

    boolean isOwnedBy(Secret credential) {
        return beginning.owner().equals(credential);
    }

    /** Whether the provider pretends not to know it yet. */
    boolean isUnknown(Instant now) {
        Duration unknownFor = beginning.faults().unknownFor().toJavaDuration();
        return now.isBefore(beginning.time().plus(unknownFor));
    }

    Faults faults() {
        return beginning.faults();
    }

    /** Whether this attempt to hang up must fail. */
    boolean failsHangUp() {
        return hangUpsToFail.getAndUpdate(remaining -> Math.max(0, remaining - 1)) > 0;
    }

    @Override
    public Conversation begin(EventLoop loop, Voice voice, Consumer<String> browser) {
        Subscribers subscribers = new Subscribers(browser, beginning.faults());
        CallContext context = new CallContext(subscribers::publish, loop, voice, patients.answerDelay());
        Conversation conversation =
                new Conversation(beginning.session(), new ScriptedPatient(patients.scripts()), context);
        running = new Running(loop, conversation, subscribers);
        return conversation;
    }

    @Override
    public void lost() {
        whenLost.accept(this);
    }

    synchronized Sdp.Answer attach(Media.Leg given, Timers.Timer expires) {
        leg = given;
        expiry = expires;
        if (ended) {
            shut();
        }
        return given.answer();
    }

    void join(SimulatedSideband sideband) {
        Running live = running;
        if (live == null || !live.loop().run(() -> live.subscribers().join(sideband))) {
            sideband.close(Ending.STOPPED);
        }
    }

    /** Begins a text conversation with the client that opened it; it ends when that client disconnects. */
    void converse(SimulatedSideband only) {
        join(only);
        Running live = running;
        if (live != null) {
            live.loop().run(live.conversation()::open);
        }
    }

    /** Ends a text conversation when its only client disconnects. */
    SimulatedSideband.Receiver inText() {
        return new SimulatedSideband.Receiver() {
            @Override
            public boolean received(String message) {
                return SimulatedCall.this.received(message);
            }

            @Override
            public void closed(SimulatedSideband sideband) {
                lost();
            }
        };
    }

    @Override
    public void closed(SimulatedSideband sideband) {
        Running live = running;
        if (live != null) {
            live.loop().run(() -> live.subscribers().leave(sideband));
        }
    }

    @Override
    public boolean received(String message) {
        Running live = running;
        return live != null && live.loop().run(() -> live.conversation().receive(message));
    }

    /** False if too much is waiting. */
    boolean speak(SpokenTurn turn) {
        Running live = running;
        return live != null && live.loop().run(() -> live.conversation().speak(turn));
    }

    synchronized void end(Ending why) {
        Running live = running;
        if (live != null) {
            live.loop().run(() -> leave(live, why));
        }
        ended = true;
        shut();
    }

    private static void leave(Running live, Ending why) {
        if (why == Ending.EXPIRED) {
            live.conversation().expire();
        }
        live.conversation().close();
        live.subscribers().end(why);
    }

    private void shut() {
        expiry.cancel();
        if (leg != null) {
            leg.close();
        }
    }
}
