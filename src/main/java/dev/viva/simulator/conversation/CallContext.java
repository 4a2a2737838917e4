package dev.viva.simulator.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What a conversation needs of the world around it; all of it happens on the call's loop.
 *
 * @param events takes server events in order
 * @param answerDelay how long the patient thinks
 */
public record CallContext(Consumer<ObjectNode> events, Timers timers, Voice voice, Duration answerDelay) {

    CallContext telling(Consumer<ObjectNode> others) {
        return new CallContext(others, timers, voice, answerDelay);
    }
}
