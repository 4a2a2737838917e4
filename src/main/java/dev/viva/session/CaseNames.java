package dev.viva.session;

/** Gives the names in a transcript's heading, as they were when the session began. */
@FunctionalInterface
public interface CaseNames {
    Names names(Session session);

    /**
     * The case's title for students, the patient's name, and their languages.
     *
     * @param inputLanguage ISO 639-1 code of the student's language
     * @param replyLanguage ISO 639-1 code of the patient's language
     */
    record Names(String scenarioTitle, String personaName, String inputLanguage, String replyLanguage) {}
}
