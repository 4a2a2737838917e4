package dev.viva.patient;

import dev.viva.model.Guardrails;
import dev.viva.model.Lives;
import dev.viva.model.Persona;
import dev.viva.model.Scenario;
import dev.viva.model.Sex;
import dev.viva.model.Smoking;
import dev.viva.model.Traits;
import dev.viva.model.Work;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether a patient fits a case's guardrails: nothing in the case may contradict the patient's life. */
public final class Fit {
    private Fit() {}

    public static boolean fits(Scenario scenario, Persona persona) {
        return mismatch(scenario, persona).isEmpty();
    }

    /**
     * Why the patient does not fit, for a student; empty when the patient fits. It says what is known of the patient and
     * never which illness a case is about.
     */
    public static Optional<String> mismatch(Scenario scenario, Persona persona) {
        Guardrails guardrails = scenario.guardrails();
        Traits traits = persona.traits();
        return Stream.of(
                        age(guardrails, persona),
                        sex(guardrails, persona),
                        trait(guardrails.smoking(), traits.smoking(), persona, Fit::words),
                        trait(guardrails.lives(), traits.lives(), persona, Fit::words),
                        trait(guardrails.work(), traits.work(), persona, Fit::words),
                        conditions(guardrails, persona),
                        named(guardrails, persona))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> age(Guardrails guardrails, Persona persona) {
        return persona.age() >= guardrails.minAge() && persona.age() <= guardrails.maxAge()
                ? Optional.empty()
                : Optional.of("%s is %d years old; this case is for patients from %d to %d years"
                        .formatted(persona.name(), persona.age(), guardrails.minAge(), guardrails.maxAge()));
    }

    private static Optional<String> sex(Guardrails guardrails, Persona persona) {
        if (guardrails.sexes().contains(persona.sex())) {
            return Optional.empty();
        }
        String sexes = guardrails.sexes().stream().map(Sex::toString).sorted().collect(Collectors.joining(" or "));
        return Optional.of("%s is %s; this case is for %s patients".formatted(persona.name(), persona.sex(), sexes));
    }

    private static <T extends Enum<T>> Optional<String> trait(
            @Nullable Collection<T> admitted, T own, Persona persona, Function<T, String> words) {
        if (admitted == null || admitted.contains(own)) {
            return Optional.empty();
        }
        String others = admitted.stream().sorted().map(words).collect(Collectors.joining(" or "));
        return Optional.of(
                "%s %s; this case is for someone who %s".formatted(persona.name(), words.apply(own), others));
    }

    private static Optional<String> conditions(Guardrails guardrails, Persona persona) {
        Collection<String> own = persona.traits().conditions();
        boolean lacks = guardrails.needs() != null && !own.containsAll(guardrails.needs());
        boolean has = guardrails.excludes() != null && own.stream().anyMatch(guardrails.excludes()::contains);
        return lacks || has
                ? Optional.of("%s has another medical history than this case is written for".formatted(persona.name()))
                : Optional.empty();
    }

    private static Optional<String> named(Guardrails guardrails, Persona persona) {
        Collection<String> personas = guardrails.personas();
        return personas == null || personas.contains(persona.personaId())
                ? Optional.empty()
                : Optional.of("this case is not written for %s".formatted(persona.name()));
    }

    private static String words(Smoking smoking) {
        return switch (smoking) {
            case NEVER -> "has never smoked";
            case FORMER -> "has stopped smoking";
            case CURRENT -> "smokes";
        };
    }

    private static String words(Lives lives) {
        return switch (lives) {
            case ALONE -> "lives alone";
            case WITH_OTHERS -> "lives with others";
            case IN_CARE -> "lives in a care home";
        };
    }

    private static String words(Work work) {
        return switch (work) {
            case EMPLOYED -> "has a job";
            case STUDYING -> "is studying";
            case RETIRED -> "is retired";
            case AT_HOME -> "works at home for the family";
            case CHILD -> "is a child";
        };
    }
}
