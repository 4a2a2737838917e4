package dev.viva.realtime;

import java.util.List;
import java.util.Optional;

/**
 * The answers of the simulated patient for one case. It contains nothing that only faculty may see.
 *
 * @param patientName as the patient introduces itself
 * @param openingLine said when greeted, or when asked to begin
 * @param answers the history, then the examination, in the author's order, which decides between equally good answers
 * @param language of the patient, ISO 639-1
 */
public record CaseScript(String patientName, String openingLine, List<Answer> answers, String language) {

    /** Where the simulator finds scripts; implementations are thread-safe. */
    @FunctionalInterface
    public interface Source {
        /** The script of a case by its reference, scenario_id/persona_id, as the patient's instructions name it. */
        Optional<CaseScript> find(String caseReference);
    }

    /**
     * One thing the patient can tell or show.
     *
     * @param topic names it in the catalogue; counts as a cue as well
     * @param cues words and phrases of a student that ask for it; several words weigh more than one
     * @param reply what the patient says
     */
    public record Answer(String topic, List<String> cues, String reply) {
        public Answer {
            cues = List.copyOf(cues);
        }
    }

    public CaseScript {
        answers = List.copyOf(answers);
    }
}
