package dev.viva.realtime;

import dev.viva.problem.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one call at the provider.
 *
 * @param model the speech model's id
 * @param voice one of the provider's voices; it cannot change once the patient has spoken
 * @param rules what the patient is told, which functions it may call, and how the student is transcribed
 * @param origin on whose behalf the call is made
 */
public record CallConfig(String model, String voice, CallRules rules, Origin origin) {
    /** The settings of a call without functions. */
    public CallConfig(String model, String voice, Secret instructions, SpeechInput speech, Origin origin) {
        this(model, voice, new CallRules(instructions, speech, List.of()), origin);
    }

    /**
     * How the student's speech is detected and transcribed.
     *
     * @param transcriptionModel the model that transcribes the student; always on
     * @param language of the student as ISO 639-1; null: the provider detects it
     * @param vad when a pause counts as the end of the student's turn
     */
    public record SpeechInput(
            String transcriptionModel,
            @Nullable String language,
            NoiseReduction noiseReduction,
            VadConfiguration vad) {}

    /**
     * On whose behalf a call is made.
     *
     * @param safetyIdentifier a stable hash that stands for the student with the provider's abuse detection
     * @param requestId our own request id, which the provider can find in its logs
     */
    public record Origin(
            @Nullable String safetyIdentifier, @Nullable String requestId) {
        public static final Origin NONE = new Origin(null, null);
    }
}
