package dev.viva.library;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.content.CanonicalJson;
import dev.viva.content.ContentConfiguration;
import dev.viva.content.ContentFile;
import dev.viva.content.ContentFile.Kind;
import dev.viva.content.ContentFolder;
import dev.viva.content.Document;
import dev.viva.content.Finding;
import dev.viva.content.TextWalk;
import dev.viva.content.YamlReader;
import dev.viva.contract.SchemaValidator;
import dev.viva.model.Catalog;
import dev.viva.model.InputError;
import dev.viva.model.Persona;
import dev.viva.model.QuestionBank;
import dev.viva.model.Scenario;
import dev.viva.model.StandardQuestion;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a content folder and reports all errors in it at once. A file that is not YAML, or breaks its schema, is not
 * checked further: errors that follow from the first one would only confuse the author.
 */
public final class ContentCheck {
    /** The valid documents, and the findings. A document with a finding of its own form is left out. */
    public record Outcome(
            List<Document<Persona>> personas,
            List<Document<Scenario>> scenarios,
            List<StandardQuestion> questions,
            List<Catalog> catalogs,
            List<Finding> findings) {}

    private final SchemaValidator schemas;

    public ContentCheck(SchemaValidator schemas) {
        this.schemas = schemas;
    }

    /** The findings in the order of the files; empty when the content is valid. */
    public List<Finding> findings(ContentConfiguration configuration) {
        return read(configuration).findings();
    }

    public Outcome read(ContentConfiguration configuration) {
        return read(ContentFolder.read(configuration));
    }

    public Outcome read(ContentFolder folder) {
        var findings = new ArrayList<>(folder.findings());
        List<Document<Persona>> personas = documents(folder, Kind.PERSONA, Persona.class, findings);
        List<Document<Scenario>> scenarios = documents(folder, Kind.SCENARIO, Scenario.class, findings);
        List<Document<QuestionBank>> questions = documents(folder, Kind.QUESTIONS, QuestionBank.class, findings);
        List<Document<Catalog>> catalogs = documents(folder, Kind.CATALOG, Catalog.class, findings);
        boolean allPersonas = findings.stream().noneMatch(f -> f.file().startsWith(Kind.PERSONA.folder));
        scenarios.forEach(scenario -> ScenarioRules.check(scenario, findings::add));
        LibraryRules.check(personas, scenarios, findings::add);
        if (allPersonas) {
            LibraryRules.checkFit(personas, scenarios, findings::add);
        }
        return new Outcome(
                personas,
                scenarios,
                questions.stream()
                        .flatMap(bank -> bank.value().questions().stream())
                        .toList(),
                catalogs.stream().map(Document::value).toList(),
                List.copyOf(findings));
    }

    private <T> List<Document<T>> documents(ContentFolder folder, Kind kind, Class<T> type, List<Finding> findings) {
        var documents = new ArrayList<Document<T>>();
        var files = folder.files().stream().filter(file -> file.kind() == kind).toList();
        for (ContentFile file : files) {
            YamlReader.read(file, findings)
                    .flatMap(tree -> document(file, tree, type, findings))
                    .ifPresent(documents::add);
        }
        if (files.isEmpty() && findings.stream().noneMatch(f -> f.file().startsWith(kind.folder))) {
            findings.add(new Finding(kind.folder, "", "is empty: the content needs at least one"));
        }
        return List.copyOf(documents);
    }

    private <T> Optional<Document<T>> document(ContentFile file, JsonNode tree, Class<T> type, List<Finding> findings) {
        Set<Finding> own = new LinkedHashSet<>();
        for (InputError error : schemas.validate(file.kind().component, tree)) {
            own.add(new Finding(file.name(), error.pointer(), error.detail()));
        }
        String id = tree.path(file.kind().idMember).asText();
        if (own.isEmpty() && !file.kind().idMember.isEmpty() && !id.equals(file.id())) {
            own.add(new Finding(file.name(), "/" + file.kind().idMember, "differs from the file's name"));
        }
        TextWalk.visit(tree, (pointer, text) -> {
            if (text.isBlank()) {
                own.add(new Finding(file.name(), pointer, "is blank"));
            }
        });
        findings.addAll(own);
        if (!own.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Document<>(file.name(), tree, CanonicalJson.read(tree, type)));
        } catch (JsonProcessingException e) {
            findings.add(
                    new Finding(file.name(), "", "contains a value that cannot be read, such as a too large number"));
            return Optional.empty();
        }
    }
}
