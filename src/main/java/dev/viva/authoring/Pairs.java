package dev.viva.authoring;

import dev.viva.library.CaseLibrary;
import dev.viva.model.Persona;
import dev.viva.model.Scenario;
import dev.viva.patient.CasePair;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/** The case and the patient that a command is about. */
final class Pairs {
    private Pairs() {}

    static void addTo(Subparser parser) {
        parser.addArgument("case").metavar("CASE").help("scenario_id of the case");
        parser.addArgument("patient").metavar("PATIENT").help("persona_id of the patient");
    }

    /**
     * The pair of the arguments.
     *
     * @param roleId the role that speaks; null for the patient
     */
    static CasePair of(CaseLibrary library, Namespace arguments, @Nullable String roleId) {
        String scenarioId = arguments.getString("case");
        String personaId = arguments.getString("patient");
        Scenario scenario = library.scenario(scenarioId)
                .orElseThrow(() -> new AuthoringException("There is no case " + scenarioId + ". "
                        + AuthorCommand.known(library.scenarios().stream().map(Scenario::scenarioId))));
        if (library.persona(personaId).isEmpty()) {
            throw new AuthoringException("There is no patient " + personaId + ". "
                    + AuthorCommand.known(library.personas().stream().map(Persona::personaId)));
        }
        if (roleId != null
                && (scenario.roles() == null
                        || scenario.roles().stream()
                                .noneMatch(role -> role.roleId().equals(roleId)))) {
            throw new AuthoringException("The case " + scenarioId + " has no role " + roleId + ".");
        }
        return library.pair(scenarioId, personaId, roleId);
    }
}
