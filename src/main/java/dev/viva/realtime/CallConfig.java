package dev.viva.realtime;

import dev.viva.problem.Secret;
import org.jspecify.annotations.Nullable;

/**
 * How the provider shall hold one call.
 *
 * @param model the speech model's id
 * @param voice one of the provider's voices; it cannot change once the patient has spoken
 * @param instructions what the patient is told about itself
 * @param hearing how the student's voice is heard
 * @param origin on whose behalf the call is made
 */
public record CallConfig(String model, String voice, Secret instructions, Hearing hearing, Origin origin) {

    /**
     * How the student's voice is heard.
     *
     * @param transcriptionModel writes down what the student says; transcription cannot be turned off
     * @param language of the student as ISO 639-1; null lets the provider find out
     * @param vad when a pause counts as the end of the student's turn
     */
    public record Hearing(
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
