package dev.viva.library;

import dev.viva.content.Document;
import dev.viva.content.Finding;
import dev.viva.content.TextWalk;
import dev.viva.meaning.ShortForms;
import dev.viva.model.Persona;
import dev.viva.model.Scenario;
import dev.viva.patient.Fit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** No text for students or for the voice may name the diagnosis, or repeat what is for faculty alone. */
final class LeakRules implements ContentRule {
    /** The members of a case that only faculty see. */
    private static final Set<String> FACULTY = Set.of(
            "diagnosis",
            "faculty_notes",
            "model_note",
            "sources",
            "objectives",
            "aliases",
            "differentials",
            "red_flags",
            "checklist");

    /** What a student may say. The first example of a proposal reaches the voice, to say what the reaction answers. */
    private static final Pattern STUDENTS =
            Pattern.compile("(?!/treatment_plan/reactions/\\d+/examples/0$).*/(cues|examples)/\\d+");

    /** What is for programs, or what a student may say: it reaches neither the student nor the voice. */
    private static final Pattern UNSEEN = Pattern.compile("/guardrails/.*|/authors/.*|/reviewer|/date|"
            + STUDENTS.pattern() + "|/asks/\\d+/phase|.*/test_id|.*/like");

    /** What faculty tick off is named like the topics it is about. */
    private static final Pattern POINTS = Pattern.compile("/(objectives|checklist|red_flags|aliases|sources)/.*");

    private static final Pattern SENTENCE = Pattern.compile("(?<=[.;!?])\\s+");
    /** A shorter sentence may be in both by chance. */
    private static final int MIN_SENTENCE = 40;

    @Override
    public void check(Documents documents, Consumer<Finding> findings) {
        for (Document<Scenario> scenario : documents.scenarios()) {
            DiagnosisNames names = DiagnosisNames.of(scenario.value());
            names(scenario, names, findings);
            if (scenario.value().aliases() == null) {
                findings.accept(
                        scenario.warning(
                                "/aliases",
                                "is missing: other names of the diagnosis, a layperson's too, would not be noticed in the texts"));
            }
            unseen(scenario, findings);
            noun(scenario, findings);
            repeated(scenario, findings);
            documents.personas().stream()
                    .filter(persona -> Fit.fits(scenario.value(), persona.value()))
                    .forEach(persona -> names(persona, scenario, names, findings));
        }
    }

    private static void names(Document<Scenario> scenario, DiagnosisNames names, Consumer<Finding> findings) {
        TextWalk.visit(scenario.source().tree(), (pointer, text) -> {
            if (!isForFaculty(pointer) && !UNSEEN.matcher(pointer).matches()) {
                names.in(text)
                        .ifPresent(name -> findings.accept(scenario.error(
                                pointer, "gives away the diagnosis: \"%s\". Say it in other words".formatted(name))));
            }
        });
    }

    private static void unseen(Document<Scenario> scenario, Consumer<Finding> findings) {
        int i = 0;
        for (String alias : Objects.requireNonNullElse(scenario.value().aliases(), List.<String>of())) {
            String pointer = "/aliases/" + i;
            String name = alias.strip();
            if (!DiagnosisNames.isTelling(name)) {
                findings.accept(scenario.warning(
                        pointer, "has no telling word, so no text is searched for it: add one, or remove it"));
            }
            ShortForms.of(name)
                    .filter(capitals -> !capitals.equals(name))
                    .ifPresent(capitals -> findings.accept(scenario.warning(
                            pointer,
                            "is read as \"%s\", since two small letters may be another word: write it so"
                                    .formatted(capitals))));
            i++;
        }
    }

    /** One word of the name can be enough where a student chooses a case. */
    private static void noun(Document<Scenario> document, Consumer<Finding> findings) {
        Scenario scenario = document.value();
        DiagnosisNames.noun(scenario).ifPresent(noun -> {
            Map<String, String> shown =
                    Map.of("/title", scenario.title(), "/code", scenario.code(), "/level", scenario.level());
            shown.forEach((pointer, text) -> {
                if (Stems.of(text).containsAll(Stems.of(noun))) {
                    findings.accept(document.warning(pointer, "has a word of the diagnosis: \"%s\"".formatted(noun)));
                }
            });
        });
    }

    private static void names(
            Document<Persona> persona, Document<Scenario> scenario, DiagnosisNames names, Consumer<Finding> findings) {
        boolean blamesCase = persona.builtIn() && !scenario.builtIn();
        TextWalk.visit(persona.source().tree(), (pointer, text) -> {
            if (!pointer.equals("/faculty_notes") && !pointer.startsWith("/traits/")) {
                names.in(text)
                        .ifPresent(name -> findings.accept(
                                blamesCase
                                        ? givenAway(scenario, name, persona.file())
                                        : persona.error(
                                                pointer,
                                                "gives away the diagnosis of %s: \"%s\". Say it in other words"
                                                        .formatted(
                                                                scenario.value().scenarioId(), name))));
            }
        });
    }

    /** The patient's texts are not the author's to change. */
    private static Finding givenAway(Document<Scenario> scenario, String name, String patient) {
        List<String> aliases =
                List.copyOf(Objects.requireNonNullElse(scenario.value().aliases(), List.<String>of()));
        int alias = aliases.stream()
                .map(each -> each.strip().toLowerCase(Locale.ROOT))
                .toList()
                .indexOf(name.toLowerCase(Locale.ROOT));
        return scenario.error(
                alias < 0 ? "/diagnosis" : "/aliases/" + alias,
                "is given away by a patient that comes with Viva, %s: \"%s\". Leave that patient out by guardrails.excludes or guardrails.personas"
                        .formatted(patient, name));
    }

    /** Whether it is what a student may say, and never reaches the voice. */
    static boolean isOfStudent(String pointer) {
        return STUDENTS.matcher(pointer).matches();
    }

    private static void repeated(Document<Scenario> scenario, Consumer<Finding> findings) {
        Map<String, String> secrets = new LinkedHashMap<>();
        List<Map.Entry<String, String>> seen = new ArrayList<>();
        TextWalk.visit(scenario.source().tree(), (pointer, text) -> {
            if (isForFaculty(pointer)) {
                if (!POINTS.matcher(pointer).matches()) {
                    SENTENCE.splitAsStream(text)
                            .filter(sentence -> sentence.length() >= MIN_SENTENCE)
                            .forEach(sentence -> secrets.put(plain(sentence), pointer));
                }
            } else if (!UNSEEN.matcher(pointer).matches()) {
                seen.add(Map.entry(pointer, plain(text)));
            }
        });
        secrets.forEach((secret, pointer) -> seen.stream()
                .filter(text -> text.getValue().contains(secret))
                .forEach(text -> findings.accept(scenario.error(
                        text.getKey(),
                        "repeats a sentence that is for faculty alone (%s)".formatted(pointer.split("/", -1)[1])))));
    }

    static boolean isForFaculty(String pointer) {
        return FACULTY.contains(pointer.split("/", -1)[1]) || pointer.startsWith("/treatment_plan/expected/");
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).strip();
    }
}
