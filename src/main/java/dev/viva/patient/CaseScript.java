package dev.viva.patient;

import dev.viva.model.CatalogueItem;
import dev.viva.model.Persona;
import dev.viva.model.Scenario;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a scripted patient needs: a name, the first words, and an answer for each topic. Holds nothing for faculty alone.
 *
 * @param answers the history, then the examination, in the author's order
 * @param language of the patient, ISO 639-1
 */
public record CaseScript(String patientName, String openingLine, List<Answer> answers, String language) {
    /** One topic, the words and phrases that ask for it, and what the patient says or shows. */
    public record Answer(String topic, List<String> cues, String reply) {}

    static CaseScript of(Persona persona, Scenario scenario) {
        List<Answer> answers = Stream.concat(scenario.subjective().stream(), scenario.objective().stream())
                .map(CaseScript::answer)
                .toList();
        return new CaseScript(persona.name(), scenario.openingLine(), answers, persona.language());
    }

    private static Answer answer(CatalogueItem item) {
        return new Answer(item.topic(), List.copyOf(item.cues()), item.reply());
    }
}
