package dev.viva.transcript;

import dev.viva.session.Session;

/** What a transcript's heading says of its case, as the case was when the session began. Given at wiring. */
@FunctionalInterface
public interface CaseNames {
    Names of(Session session);

    /** The case's title for students and the patient's name. */
    record Names(String scenarioTitle, String personaName) {}
}
