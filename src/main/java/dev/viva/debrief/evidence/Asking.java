package dev.viva.debrief.evidence;

import dev.viva.model.Turn;

/**
 * A student's line that asks for a topic.
 *
 * @param likelihood how sure it is, in per mille
 */
public record Asking(Topic topic, Turn line, int likelihood) {
    /** From here on a question certainly asks for the topic, so that an answer may be missed. */
    private static final int PLAIN = 550;

    /** From here on the question may be what the answer answers. */
    private static final int POSSIBLE = 120;

    public boolean plain() {
        return likelihood >= PLAIN;
    }

    boolean possible() {
        return likelihood >= POSSIBLE;
    }
}
