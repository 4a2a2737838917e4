package dev.viva.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.problem.Secret;
import dev.viva.realtime.Sdp;
import dev.viva.simulator.conversation.Conversation;
import dev.viva.simulator.conversation.Loop;
import dev.viva.simulator.conversation.SpokenTurn;
import dev.viva.simulator.conversation.Stage;
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
 * One call: its conversation and all who hear it; thread-safe.
 *
 * <p>A call may end before its answer is made: then it is closed as soon as it is.
 */
public final class SimulatedCall implements Media.FarEnd, Sideband.Line {
    /**
     * How a call begins.
     *
     * @param owner the credential that made it, and the only one that may listen to it
     * @param session the whole session
     * @param time when it began
     * @param faults that it suffers from
     */
    public record Beginning(String id, Secret owner, ObjectNode session, Instant time, Faults faults) {}

    /** What lives on the call's loop. */
    private record Stand(Loop loop, Conversation conversation, Audience audience) {}

    private final Beginning beginning;
    private final Casting casting;
    private final Consumer<SimulatedCall> whenLost;
    private final AtomicInteger hangUpsToFail;
    private volatile @Nullable Stand stand;
    private Media.@Nullable Leg leg;
    private Timers.Timer expiry = () -> {};
    private boolean ended;

    public SimulatedCall(Beginning beginning, Casting casting, Consumer<SimulatedCall> whenLost) {
        this.beginning = beginning;
        this.casting = casting;
        this.whenLost = whenLost;
        this.hangUpsToFail = new AtomicInteger(beginning.faults().hangupFailures());
    }

    String id() {
        return beginning.id();
    }

    boolean madeBy(Secret credential) {
        return beginning.owner().equals(credential);
    }

    /** Whether it is not known yet, though it goes on. */
    boolean isUnknown(Instant now) {
        Duration unknownFor = beginning.faults().unknownFor().toJavaDuration();
        return now.isBefore(beginning.time().plus(unknownFor));
    }

    Faults faults() {
        return beginning.faults();
    }

    /** Whether this attempt to hang up is one of those that fail. */
    boolean resistsHangUp() {
        return hangUpsToFail.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    @Override
    public Conversation begin(Loop loop, Voice voice, Consumer<String> browser) {
        Audience audience = new Audience(browser, beginning.faults());
        Stage stage = new Stage(audience::tell, loop, voice, casting.answerDelay());
        Conversation conversation =
                new Conversation(beginning.session(), new ScriptedPatient(casting.scripts()), stage);
        stand = new Stand(loop, conversation, audience);
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

    void join(Sideband sideband) {
        Stand there = stand;
        if (there == null || !there.loop().run(() -> there.audience().join(sideband))) {
            sideband.close(Ending.STOPPED);
        }
    }

    /** Begins a conversation in text with the one who opened it; it ends when they leave. */
    void converse(Sideband only) {
        join(only);
        Stand there = stand;
        if (there != null) {
            there.loop().run(there.conversation()::open);
        }
    }

    /** The one who opened a conversation in text is gone, and it with them. */
    Sideband.Line inText() {
        return new Sideband.Line() {
            @Override
            public boolean received(String message) {
                return SimulatedCall.this.received(message);
            }

            @Override
            public void left(Sideband sideband) {
                lost();
            }
        };
    }

    @Override
    public void left(Sideband sideband) {
        Stand there = stand;
        if (there != null) {
            there.loop().run(() -> there.audience().leave(sideband));
        }
    }

    @Override
    public boolean received(String message) {
        Stand there = stand;
        return there != null && there.loop().run(() -> there.conversation().receive(message));
    }

    /** False when too much is waiting. */
    boolean speak(SpokenTurn turn) {
        Stand there = stand;
        return there != null && there.loop().run(() -> there.conversation().speak(turn));
    }

    synchronized void end(Ending why) {
        Stand there = stand;
        if (there != null) {
            there.loop().run(() -> leave(there, why));
        }
        ended = true;
        shut();
    }

    private static void leave(Stand there, Ending why) {
        if (why == Ending.EXPIRED) {
            there.conversation().expire();
        }
        there.conversation().close();
        there.audience().end(why);
    }

    private void shut() {
        expiry.cancel();
        if (leg != null) {
            leg.close();
        }
    }
}
