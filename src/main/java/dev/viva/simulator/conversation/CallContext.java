package dev.viva.simulator.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What a conversation needs from its call; used on the call's loop only.
 *
 * @param events receives server events in order
 * @param answerDelay how long the patient waits before it answers
 */
public record CallContext(Consumer<ObjectNode> events, Timers timers, Voice voice, Duration answerDelay) {

    CallContext sendingTo(Consumer<ObjectNode> others) {
        return new CallContext(others, timers, voice, answerDelay);
    }
}
