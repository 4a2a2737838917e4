package dev.viva.transcript;

import dev.viva.session.Session;

/** What a transcript's heading says of its case, as the case was when the session began. Given at wiring. */
@FunctionalInterface
public interface CaseNames {
    Names of(Session session);

    /**
     * The case's title for students, the patient's name, and what each of them speaks.
     *
     * @param inputLanguage ISO 639-1 code of what the student speaks
     * @param replyLanguage ISO 639-1 code of what the patient answers in
     */
    record Names(String scenarioTitle, String personaName, String inputLanguage, String replyLanguage) {}
}
