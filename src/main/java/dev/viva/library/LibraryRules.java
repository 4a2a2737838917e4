package dev.viva.library;

import dev.viva.content.Document;
import dev.viva.content.Finding;
import dev.viva.model.CatalogEntry;
import dev.viva.model.Persona;
import dev.viva.model.Scenario;
import dev.viva.model.StandardQuestion;
import dev.viva.patient.CasePair;
import dev.viva.patient.Fit;
import dev.viva.patient.Instructions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;

/** The rules between files: unique codes and ids, a patient for every case, instructions within the provider's bound. */
final class LibraryRules implements ContentRule {
    @Override
    public void check(Documents documents, Consumer<Finding> findings) {
        codes(documents.scenarios(), findings);
        questions(documents, findings);
        tests(documents, findings);
        for (Document<Scenario> scenario : documents.scenarios()) {
            if (documents.complete()) {
                fit(documents.personas(), scenario, findings);
            }
            documents.personas().stream()
                    .filter(persona -> PersonaRules.isBirthdayValid(persona.value()))
                    .filter(persona -> Fit.fits(scenario.value(), persona.value()))
                    .forEach(persona -> length(persona.value(), scenario, findings));
        }
    }

    /** Only when every patient was read: an unreadable one may be the one that fits. */
    private static void fit(List<Document<Persona>> personas, Document<Scenario> scenario, Consumer<Finding> findings) {
        if (personas.stream().noneMatch(persona -> Fit.fits(scenario.value(), persona.value()))) {
            findings.accept(
                    scenario.error("/guardrails", "fits no patient: widen them, or add a patient whom they admit"));
        }
    }

    private static void codes(List<Document<Scenario>> scenarios, Consumer<Finding> findings) {
        var seen = new HashMap<String, String>();
        for (Document<Scenario> scenario : scenarios) {
            String first = seen.putIfAbsent(scenario.value().code(), scenario.file());
            if (first != null) {
                findings.accept(scenario.error("/code", "is also the code of " + first));
            }
        }
    }

    private static void questions(Documents documents, Consumer<Finding> findings) {
        documents.banks().forEach(bank -> {
            var seen = new HashSet<String>();
            int i = 0;
            for (StandardQuestion question : bank.value().questions()) {
                if (!seen.add(question.id())) {
                    findings.accept(bank.error("/questions/" + i + "/id", "is the id of another question too"));
                }
                i++;
            }
        });
    }

    private static void tests(Documents documents, Consumer<Finding> findings) {
        documents.catalogs().forEach(catalog -> {
            var seen = new HashSet<String>();
            int i = 0;
            for (CatalogEntry entry : catalog.value().entries()) {
                if (!seen.add(entry.id())) {
                    findings.accept(catalog.error("/entries/" + i + "/id", "is the id of another entry too"));
                }
                i++;
            }
        });
    }

    /** Instructions that are too long for the provider would fail at the first call, in front of a student. */
    private static void length(Persona persona, Document<Scenario> scenario, Consumer<Finding> findings) {
        var pair = new CasePair(persona, scenario.value(), null);
        int tokens = Instructions.estimatedTokens(Instructions.whole(pair));
        if (tokens > Instructions.MAX_TOKENS) {
            findings.accept(scenario.error(
                    "",
                    "is too long for the voice: about %,d tokens with %s, at most %,d. Shorten replies or leave topics out"
                            .formatted(tokens, persona.personaId(), Instructions.MAX_TOKENS)));
        }
    }
}
