package dev.viva.library;

import dev.viva.content.Document;
import dev.viva.content.Finding;
import dev.viva.content.TextWalk;
import dev.viva.model.Persona;
import dev.viva.model.Scenario;
import dev.viva.patient.CasePair;
import dev.viva.patient.Fit;
import dev.viva.patient.Instructions;
import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;

/** The rules between files: unique case codes, a patient for every case, instructions that fit the provider's bound. */
final class LibraryRules {
    private LibraryRules() {}

    static void check(
            List<Document<Persona>> personas, List<Document<Scenario>> scenarios, Consumer<Finding> findings) {
        codes(scenarios, findings);
        for (Document<Scenario> scenario : scenarios) {
            for (Document<Persona> persona : personas) {
                if (Fit.fits(scenario.value(), persona.value())) {
                    secrets(persona, scenario.value(), findings);
                    length(persona.value(), scenario, findings);
                }
            }
        }
    }

    /** Call this only when every patient was read: an unreadable one may be the one that fits. */
    static void checkFit(
            List<Document<Persona>> personas, List<Document<Scenario>> scenarios, Consumer<Finding> findings) {
        for (Document<Scenario> scenario : scenarios) {
            if (personas.stream().noneMatch(persona -> Fit.fits(scenario.value(), persona.value()))) {
                findings.accept(scenario.finding("/guardrails", "fit no patient of the content"));
            }
        }
    }

    private static void codes(List<Document<Scenario>> scenarios, Consumer<Finding> findings) {
        var seen = new HashMap<String, String>();
        for (Document<Scenario> scenario : scenarios) {
            String first = seen.putIfAbsent(scenario.value().code(), scenario.file());
            if (first != null) {
                findings.accept(scenario.finding("/code", "is also the code of " + first));
            }
        }
    }

    /** Instructions that are too long for the provider would fail at the first call, in front of a student. */
    private static void length(Persona persona, Document<Scenario> scenario, Consumer<Finding> findings) {
        var pair = new CasePair(persona, scenario.value(), null);
        int tokens = Instructions.estimatedTokens(Instructions.whole(pair));
        if (tokens > Instructions.MAX_TOKENS) {
            findings.accept(scenario.finding(
                    "",
                    "is too long for the voice: about %d tokens with %s, at most %d"
                            .formatted(tokens, persona.personaId(), Instructions.MAX_TOKENS)));
        }
    }

    private static void secrets(Document<Persona> persona, Scenario scenario, Consumer<Finding> findings) {
        DiagnosisNames names = DiagnosisNames.of(scenario);
        TextWalk.visit(persona.tree(), (pointer, text) -> {
            if (!pointer.equals("/faculty_notes")) {
                names.in(text)
                        .ifPresent(name -> findings.accept(persona.finding(
                                pointer,
                                "gives away the diagnosis of " + scenario.scenarioId() + ": \"" + name + "\"")));
            }
        });
    }
}
