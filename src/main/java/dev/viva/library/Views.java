package dev.viva.library;

import dev.viva.model.Persona;
import dev.viva.model.PersonaView;
import dev.viva.model.RoleView;
import dev.viva.model.Scenario;
import dev.viva.model.ScenarioRole;
import dev.viva.model.ScenarioView;
import java.util.List;
import java.util.Objects;

/** What students may see before an encounter. Members are copied one by one, so a new member of a case stays hidden. */
public final class Views {
    private Views() {}

    public static PersonaView persona(Persona persona) {
        return new PersonaView(
                persona.personaId(),
                persona.name(),
                persona.age(),
                persona.sex(),
                persona.pronouns(),
                persona.occupation(),
                persona.summary(),
                null);
    }

    /**
     * The case without its answers.
     *
     * @param fitting the ids of the patients that fit the case
     */
    public static ScenarioView scenario(Scenario scenario, List<String> fitting) {
        List<ScenarioRole> roles = Objects.requireNonNullElse(scenario.roles(), List.of());
        return new ScenarioView(
                scenario.scenarioId(),
                scenario.code(),
                scenario.title(),
                scenario.setting(),
                scenario.region(),
                scenario.difficulty(),
                scenario.level(),
                scenario.task(),
                scenario.minutes(),
                scenario.briefing(),
                roles.stream()
                        .map(role -> new RoleView(role.roleId(), role.title(), role.name()))
                        .toList(),
                fitting,
                null);
    }
}
