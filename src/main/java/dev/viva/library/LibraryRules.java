package dev.viva.library;

import dev.viva.content.Document;
import dev.viva.content.Finding;
import dev.viva.model.Catalog;
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
import java.util.Map;
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
                    .forEach(persona -> length(persona, scenario, findings));
        }
    }

    /** Only when every patient was read: an unreadable one may be the one that fits. */
    private static void fit(List<Document<Persona>> personas, Document<Scenario> scenario, Consumer<Finding> findings) {
        if (personas.stream().anyMatch(persona -> Fit.fits(scenario.value(), persona.value()))) {
            return;
        }
        if (!scenario.builtIn()) {
            findings.accept(
                    scenario.error("/guardrails", "fits no patient: widen them, or add a patient whom they admit"));
        } else if (scenario.value().guardrails().personas() == null) {
            // An author's patient stands in the place of the one that fits.
            personas.stream()
                    .filter(persona -> !persona.builtIn())
                    .forEach(persona -> findings.accept(persona.error(
                            "",
                            "may replace the only patient who fits %s: rename the file"
                                    .formatted(scenario.value().scenarioId()))));
        }
    }

    private static void codes(List<Document<Scenario>> scenarios, Consumer<Finding> findings) {
        var seen = new HashMap<String, Document<Scenario>>();
        for (Document<Scenario> scenario : scenarios) {
            Document<Scenario> first = seen.putIfAbsent(scenario.value().code(), scenario);
            if (first != null) {
                // An author cannot change what is built in.
                boolean blamesFirst = scenario.builtIn() && !first.builtIn();
                findings.accept((blamesFirst ? first : scenario)
                        .error("/code", "is also the code of " + (blamesFirst ? scenario : first).file()));
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
        var ofTests = new HashMap<String, Place>();
        documents.catalogs().forEach(catalog -> {
            Map<String, Place> seen = Documents.hasTests(catalog) ? ofTests : new HashMap<>();
            int i = 0;
            for (CatalogEntry entry : catalog.value().entries()) {
                var place = new Place(catalog, "/entries/" + i + "/id");
                Place first = seen.putIfAbsent(entry.id(), place);
                if (first != null) {
                    // An author cannot change what is built in.
                    boolean blamesFirst = catalog.builtIn() && !first.file().builtIn();
                    findings.accept(blamesFirst ? first.twice(place) : place.twice(first));
                }
                i++;
            }
        });
    }

    private record Place(Document<Catalog> file, String pointer) {
        Finding twice(Place other) {
            return file.error(
                    pointer,
                    file.equals(other.file())
                            ? "is the id of another entry too"
                            : "is also the id of a test in " + other.file().file());
        }
    }

    /** Instructions that are too long for the provider would fail at the first call, in front of a student. */
    private static void length(Document<Persona> persona, Document<Scenario> scenario, Consumer<Finding> findings) {
        var pair = new CasePair(persona.value(), scenario.value(), null);
        int tokens = Instructions.estimatedTokens(Instructions.whole(pair));
        if (tokens > Instructions.MAX_TOKENS) {
            boolean blamesPatient = scenario.builtIn() && !persona.builtIn();
            String with = blamesPatient
                    ? scenario.value().scenarioId()
                    : persona.value().personaId();
            String remedy = blamesPatient ? "Shorten the patient's texts" : "Shorten replies or leave topics out";
            findings.accept((blamesPatient ? persona : scenario)
                    .error(
                            "",
                            "is too long for the voice: about %,d tokens with %s, at most %,d. %s"
                                    .formatted(tokens, with, Instructions.MAX_TOKENS, remedy)));
        }
    }
}
