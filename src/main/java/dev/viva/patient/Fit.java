package dev.viva.patient;

import dev.viva.model.Guardrails;
import dev.viva.model.Persona;
import dev.viva.model.Scenario;
import dev.viva.model.Sex;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether a patient fits a case's guardrails. */
public final class Fit {
    private Fit() {}

    public static boolean fits(Scenario scenario, Persona persona) {
        return mismatch(scenario, persona).isEmpty();
    }

    /** Why the patient does not fit, for a student; empty when the patient fits. */
    public static Optional<String> mismatch(Scenario scenario, Persona persona) {
        Guardrails guardrails = scenario.guardrails();
        if (persona.age() < guardrails.minAge() || persona.age() > guardrails.maxAge()) {
            return Optional.of("%s is %d years old; this case is for patients from %d to %d years"
                    .formatted(persona.name(), persona.age(), guardrails.minAge(), guardrails.maxAge()));
        }
        if (!guardrails.sexes().contains(persona.sex())) {
            String sexes =
                    guardrails.sexes().stream().map(Sex::toString).sorted().collect(Collectors.joining(" or "));
            return Optional.of(
                    "%s is %s; this case is for %s patients".formatted(persona.name(), persona.sex(), sexes));
        }
        return Optional.empty();
    }
}
