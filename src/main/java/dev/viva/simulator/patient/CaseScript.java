package dev.viva.simulator.patient;

import java.util.List;

/**
 * What a patient can say about one case.
 *
 * @param patientName as the patient introduces itself
 * @param greeting said when greeted, or when asked to begin
 * @param answers in the order of the catalogue, which decides between equally good ones
 * @param language of greeting and answers, ISO 639-1
 */
public record CaseScript(String patientName, String greeting, List<ScriptedAnswer> answers, String language) {
    public CaseScript {
        answers = List.copyOf(answers);
    }
}
