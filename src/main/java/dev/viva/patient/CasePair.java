package dev.viva.patient;

import static java.util.Objects.requireNonNullElse;

import dev.viva.model.HistoryTopic;
import dev.viva.model.Persona;
import dev.viva.model.Scenario;
import dev.viva.model.ScenarioRole;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A patient, a case, and the person that the voice plays in it. Immutable.
 *
 * @param role the person that the voice plays in place of the patient, such as a relative; null for the patient
 */
public record CasePair(
        Persona persona, Scenario scenario, @Nullable ScenarioRole role) {
    /** Names the case in the instructions: {@code scenario_id/persona_id}, and {@code /role_id} when there is a role. */
    public String reference() {
        String patient = scenario.scenarioId() + "/" + persona.personaId();
        return role == null ? patient : patient + "/" + role.roleId();
    }

    /** The name of the person who speaks in place of the patient; null for the patient. */
    public @Nullable String speaker() {
        return role == null ? null : role.name();
    }

    /** Whether the voice plays an interpreter, who tells in the first person what the patient tells. */
    public boolean interpreted() {
        return role != null && role.title().toLowerCase(Locale.ROOT).contains("interpreter");
    }

    /** Whether the voice tells the whole history: the patient, or an interpreter for whom the case names no topics. */
    public boolean tellsAll() {
        return role == null
                || (interpreted() && requireNonNullElse(role.knows(), Set.of()).isEmpty());
    }

    /** The ids of the standard questions that topics of the case answer, so that the person's own file does not. */
    public Set<String> answeredByCase() {
        return answeredBy(scenario);
    }

    /** The same for whatever patient the case has. */
    public static Set<String> answeredBy(Scenario scenario) {
        Set<String> ids = scenario.subjective().stream()
                .map(HistoryTopic::like)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(HashSet::new));
        // The person has one answer to both.
        if (ids.contains("illnesses") || ids.contains("general-health")) {
            ids.addAll(Set.of("illnesses", "general-health"));
        }
        return ids;
    }

    /** Only the reference: the case contains the diagnosis, which must not reach a log. */
    @Override
    public String toString() {
        return "CasePair[" + reference() + "]";
    }
}
