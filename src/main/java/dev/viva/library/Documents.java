package dev.viva.library;

import dev.viva.content.Document;
import dev.viva.model.Catalog;
import dev.viva.model.CatalogEntry;
import dev.viva.model.Persona;
import dev.viva.model.QuestionBank;
import dev.viva.model.Rubric;
import dev.viva.model.Scenario;
import dev.viva.model.StandardQuestion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All files that conform to their schemas.
 *
 * @param complete whether no file was left out because of its form; what is missing may then be in that file
 */
public record Documents(
        List<Document<Persona>> personas,
        List<Document<Scenario>> scenarios,
        List<Document<QuestionBank>> banks,
        List<Document<Catalog>> catalogs,
        List<Document<Rubric>> rubrics,
        boolean complete) {
    /** The standard questions, in the author's order. */
    public List<StandardQuestion> questions() {
        return banks.stream().flatMap(bank -> bank.value().questions().stream()).toList();
    }

    /** Whether a case may name the entries under {@code test_id}. */
    static boolean hasTests(Document<Catalog> catalog) {
        return catalog.value().catalogId().toString().endsWith("-tests");
    }

    /** The entries of the catalogues of tests, by id. */
    public Map<String, CatalogEntry> tests() {
        return catalogs.stream()
                .filter(Documents::hasTests)
                .flatMap(catalog -> catalog.value().entries().stream())
                .collect(Collectors.toMap(
                        CatalogEntry::id, Function.identity(), (first, second) -> first, LinkedHashMap::new));
    }
}
