package dev.viva.library;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.content.CanonicalJson;
import dev.viva.content.Document;
import dev.viva.model.Catalog;
import dev.viva.model.CatalogEntry;
import dev.viva.model.Persona;
import dev.viva.model.Rubric;
import dev.viva.model.Scenario;
import dev.viva.model.StandardQuestion;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Valid content as it was read once. Immutable.
 *
 * @param digest SHA-256 over all content, lower-case hex
 */
record Shelf(
        Map<String, Persona> personas,
        Map<String, Scenario> scenarios,
        List<StandardQuestion> questions,
        Map<String, Catalog> catalogs,
        Map<String, Rubric> rubrics,
        Scripts scripts,
        String digest) {
    static Shelf of(Documents documents) {
        Map<String, Persona> personas = byId(documents.personas(), Persona::personaId);
        Map<String, Scenario> scenarios = byId(documents.scenarios(), Scenario::scenarioId);
        Map<String, CatalogEntry> tests = documents.tests();
        scenarios.replaceAll((id, scenario) -> withConsent(scenario, tests));
        List<StandardQuestion> questions = documents.questions();
        Map<String, Catalog> catalogs =
                byId(documents.catalogs(), catalog -> catalog.catalogId().toString());
        Map<String, Rubric> rubrics = byId(documents.rubrics(), Rubric::rubricId);
        return new Shelf(
                personas,
                scenarios,
                questions,
                catalogs,
                rubrics,
                new Scripts(
                        questions,
                        documents.banks().stream().noneMatch(Document::builtIn),
                        List.copyOf(tests.values())),
                CanonicalJson.digest(CanonicalJson.write(Map.of(
                        "personas",
                        personas,
                        "scenarios",
                        scenarios,
                        "questions",
                        questions,
                        "catalogs",
                        catalogs,
                        "rubrics",
                        rubrics))));
    }

    /** The case with the consent that the catalogue asks for, so that all who read the case ask for it alike. */
    private static Scenario withConsent(Scenario scenario, Map<String, CatalogEntry> tests) {
        try {
            JsonNode tree = CanonicalJson.tree(CanonicalJson.write(scenario));
            for (JsonNode topic : tree.path("objective")) {
                CatalogEntry test = tests.get(topic.path("test_id").asText());
                if (test != null && Boolean.TRUE.equals(test.needsConsent())) {
                    ((ObjectNode) topic).put("needs_consent", true);
                }
            }
            return CanonicalJson.read(tree, Scenario.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot read a case that was just written", e);
        }
    }

    private static <T> Map<String, T> byId(List<Document<T>> documents, Function<T, String> id) {
        var byId = new TreeMap<String, T>();
        documents.forEach(document -> byId.put(id.apply(document.value()), document.value()));
        return byId;
    }
}
