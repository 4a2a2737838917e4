package dev.viva.patient;

import dev.viva.model.Persona;
import dev.viva.model.Scenario;
import dev.viva.model.ScenarioRole;
import org.jspecify.annotations.Nullable;

/**
 * A patient in a case, and whom the voice plays in it. Immutable.
 *
 * @param role another person whom the voice plays, such as a relative; the patient when absent
 */
public record CasePair(
        Persona persona, Scenario scenario, @Nullable ScenarioRole role) {
    /** The name by which the voice is told which case it plays: {@code scenario_id/persona_id}. */
    public String reference() {
        return scenario.scenarioId() + "/" + persona.personaId();
    }

    /** The reference alone: the case holds the diagnosis and must not reach a log. */
    @Override
    public String toString() {
        return "CasePair[" + reference() + "]";
    }
}
