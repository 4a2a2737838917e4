package dev.viva.simulator.patient;

import java.util.List;

/**
 * One thing the patient can tell.
 *
 * @param topic names it in the catalogue; counts as a cue as well
 * @param cues words and phrases of a student that ask for it; several words weigh more than one
 * @param reply what the patient says
 */
public record ScriptedAnswer(String topic, List<String> cues, String reply) {
    public ScriptedAnswer {
        cues = List.copyOf(cues);
    }
}
