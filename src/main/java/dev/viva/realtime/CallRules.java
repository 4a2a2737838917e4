package dev.viva.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.problem.Secret;
import java.util.List;

/**
 * What the server enforces during a call, though the browser may change the session: the instructions, transcription of
 * the student, and the functions. The browser may decide when a turn ends, for push-to-talk.
 *
 * @param instructions the patient's instructions: case, phase, rules
 * @param speech how the student is transcribed
 * @param tools the functions that the patient's voice may call; the student's browser can read them
 */
public record CallRules(Secret instructions, CallConfig.SpeechInput speech, List<Tool> tools) {
    /**
     * A function that the server answers.
     *
     * @param parameters the JSON Schema of its arguments
     */
    public record Tool(String name, String description, JsonNode parameters) {}

    public CallRules {
        tools = List.copyOf(tools);
    }

    /** Rules of a voice without functions. */
    public CallRules(Secret instructions, CallConfig.SpeechInput speech) {
        this(instructions, speech, List.of());
    }
}
