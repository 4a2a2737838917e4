package dev.viva.patient;

import dev.viva.model.Persona;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * When, in which languages and by which means the voice plays a pair.
 *
 * @param day the day of the encounter, from which the date of birth follows
 * @param inputLanguage ISO 639-1 code of the student's language; null for the patient's own
 * @param replyLanguage ISO 639-1 code of the language that the voice speaks; null for the patient's own
 * @param findings how the findings of the examination reach the voice
 */
public record Occasion(
        LocalDate day,
        @Nullable String inputLanguage,
        @Nullable String replyLanguage,
        Findings findings) {

    /** How the findings of the examination reach the voice. */
    public enum Findings {
        /**
         * The server answers the voice's function {@code examine}, and sends new instructions at each new phase. No
         * instructions contain a finding, and none contain a fact of a later phase.
         */
        FROM_FUNCTION,
        /** The instructions cannot change during the call. They contain the facts of all phases from the start. */
        WRITTEN
    }

    String studentSpeaks(Persona persona) {
        return inputLanguage == null ? persona.language() : inputLanguage;
    }

    String voiceSpeaks(Persona persona) {
        return replyLanguage == null ? persona.language() : replyLanguage;
    }

    /** Whether the voice speaks another language than that in which the case is written. */
    boolean translates(Persona persona) {
        return !voiceSpeaks(persona).equals(persona.language());
    }
}
