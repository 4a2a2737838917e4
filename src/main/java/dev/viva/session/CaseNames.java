package dev.viva.session;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives the names in a transcript's heading, as they were when the session began. */
@FunctionalInterface
public interface CaseNames {
    Names names(Session session);

    /**
     * The case's title for students, the patient's name, and their languages.
     *
     * @param speaker who speaks in place of the patient, by name; null for the patient
     * @param media the ids of what the patient can show
     * @param inputLanguage ISO 639-1 code of the student's language
     * @param replyLanguage ISO 639-1 code of the patient's language
     */
    record Names(
            String scenarioTitle,
            String personaName,
            @Nullable String speaker,
            String inputLanguage,
            String replyLanguage,
            Set<String> media) {}
}
