package dev.viva.library;

import dev.viva.content.Document;
import dev.viva.content.Finding;
import dev.viva.model.Persona;
import dev.viva.model.Scenario;
import dev.viva.model.ScenarioRole;
import dev.viva.model.Sex;
import java.time.DateTimeException;
import java.time.MonthDay;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a person must agree with: the calendar, themselves, the provider's voices. */
final class PersonaRules implements ContentRule {
    /** The provider's voices. A compatible provider may have others, so another name is only a warning. */
    static final Set<String> VOICES =
            Set.of("alloy", "ash", "ballad", "cedar", "coral", "echo", "marin", "sage", "shimmer", "verse");

    private static final Pattern SHE = Pattern.compile("\\b(she|her|hers|herself)\\b");
    private static final Pattern HE = Pattern.compile("\\b(he|him|his|himself)\\b");
    private static final Pattern WOMAN =
            Pattern.compile("\\w*woman\\b|\\b(?!midwife\\b)\\w*wife\\b|\\bwaitress\\b|\\bactress\\b");
    private static final Pattern MAN = Pattern.compile(
            "\\b(?!(human|german|roman|norman|ottoman|talisman|shaman)\\b)\\w*(?<!wo)man\\b|\\bwaiter\\b|\\bactor\\b");

    @Override
    public void check(Documents documents, Consumer<Finding> findings) {
        for (Document<Persona> persona : documents.personas()) {
            birthday(persona, findings);
            sex(persona, findings);
            voice(persona, "/voice", persona.value().voice(), findings);
        }
        for (Document<Scenario> scenario : documents.scenarios()) {
            List<ScenarioRole> roles =
                    Objects.requireNonNullElse(scenario.value().roles(), List.of());
            for (int i = 0; i < roles.size(); i++) {
                voice(scenario, "/roles/" + i + "/voice", roles.get(i).voice(), findings);
            }
        }
    }

    private static void birthday(Document<Persona> persona, Consumer<Finding> findings) {
        if (!isBirthdayValid(persona.value())) {
            findings.accept(persona.error("/birthday", "is not a day of the calendar"));
        }
    }

    /** Without one, no instructions can be composed. */
    static boolean isBirthdayValid(Persona persona) {
        try {
            MonthDay.parse("--" + persona.birthday());
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static void sex(Document<Persona> document, Consumer<Finding> findings) {
        Persona persona = document.value();
        if (persona.sex() == Sex.OTHER) {
            return;
        }
        boolean male = persona.sex() == Sex.MALE;
        Pattern own = male ? HE : SHE;
        Pattern other = male ? SHE : HE;
        contradiction(document, "/pronouns", persona.pronouns(), own, other, findings);
        contradiction(document, "/summary", persona.summary(), own, other, findings);
        String occupation = persona.occupation().toLowerCase(Locale.ROOT);
        if ((male ? WOMAN : MAN).matcher(occupation).find()) {
            findings.accept(document.warning("/occupation", "does not agree with sex: " + persona.sex()));
        }
    }

    private static void contradiction(
            Document<Persona> document,
            String pointer,
            String text,
            Pattern own,
            Pattern other,
            Consumer<Finding> findings) {
        String plain = text.toLowerCase(Locale.ROOT);
        if (other.matcher(plain).find() && !own.matcher(plain).find()) {
            findings.accept(document.warning(
                    pointer, "does not agree with sex: " + document.value().sex()));
        }
    }

    private static void voice(
            Document<?> document, String pointer, @Nullable String voice, Consumer<Finding> findings) {
        if (voice != null && !VOICES.contains(voice)) {
            findings.accept(document.warning(
                    pointer,
                    "\"%s\" is no voice of the provider: one of %s, unless yours has others"
                            .formatted(
                                    voice,
                                    String.join(", ", VOICES.stream().sorted().toList()))));
        }
    }
}
