package dev.viva.library;

import dev.viva.model.Persona;
import dev.viva.model.PersonaView;
import dev.viva.model.RoleView;
import dev.viva.model.Scenario;
import dev.viva.model.ScenarioRole;
import dev.viva.model.ScenarioView;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What students may see before an encounter. Members are copied one by one, so a new member of a case stays hidden. */
public final class Views {
    private Views() {}

    public static PersonaView persona(Persona persona) {
        return view(persona, null);
    }

    /** With the whole file. */
    static PersonaView personaForFaculty(Persona persona) {
        return view(persona, persona);
    }

    private static PersonaView view(Persona persona, @Nullable Persona faculty) {
        return new PersonaView(
                persona.personaId(),
                persona.name(),
                persona.age(),
                persona.sex(),
                persona.pronouns(),
                persona.occupation(),
                persona.summary(),
                faculty);
    }

    /**
     * The case without its answers.
     *
     * @param fitting the ids of the patients that fit the case
     * @param minutes that its students get here
     */
    public static ScenarioView scenario(Scenario scenario, List<String> fitting, int minutes) {
        return view(scenario, fitting, minutes, null);
    }

    /** With the whole file. */
    static ScenarioView scenarioForFaculty(Scenario scenario, List<String> fitting, int minutes) {
        return view(scenario, fitting, minutes, scenario);
    }

    private static ScenarioView view(Scenario scenario, List<String> fitting, int minutes, @Nullable Scenario faculty) {
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
                minutes,
                scenario.briefing(),
                roles.stream()
                        .map(role -> new RoleView(role.roleId(), role.title(), role.name()))
                        .toList(),
                fitting,
                faculty);
    }
}
