package dev.viva.library;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.viva.content.CanonicalJson;
import dev.viva.content.ContentConfiguration;
import dev.viva.content.ContentFile;
import dev.viva.content.ContentFile.Kind;
import dev.viva.content.ContentFolder;
import dev.viva.content.Document;
import dev.viva.content.Finding;
import dev.viva.content.Source;
import dev.viva.content.SourceReader;
import dev.viva.content.TextWalk;
import dev.viva.contract.Contract;
import dev.viva.contract.SchemaValidator;
import dev.viva.contract.Violation;
import dev.viva.model.Catalog;
import dev.viva.model.Persona;
import dev.viva.model.QuestionBank;
import dev.viva.model.Rubric;
import dev.viva.model.Scenario;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Reads the content and reports everything that is wrong in it at once, errors and warnings. A file that breaks its
 * schema is not checked further: findings that follow from the first one would only confuse the author.
 */
public final class ContentCheck {
    /** The documents that conform to their schemas, and the findings in the order of the files. */
    public record Outcome(Documents documents, List<Finding> findings) {
        public List<Finding> errors() {
            return findings.stream().filter(Finding::isError).toList();
        }

        public List<Finding> warnings() {
            return findings.stream().filter(Predicate.not(Finding::isError)).toList();
        }
    }

    private static final List<ContentRule> RULES = List.of(
            new ScenarioRules(),
            new ReferenceRules(),
            new LeakRules(),
            new TextRules(),
            new PersonaRules(),
            new LibraryRules(),
            new RubricRules());

    /** Names for {@code did you mean}. They are read when there is a mistake: at a usual start, they are not. */
    private static final class Members {
        private static final Contract CONTRACT = Contract.load();

        private static Set<String> of(String component) {
            var members = new TreeSet<String>();
            CONTRACT.schema(component)
                    .orElseThrow()
                    .findValues("properties")
                    .forEach(node -> node.fieldNames().forEachRemaining(members::add));
            return members;
        }
    }

    private final SchemaValidator schemas;
    private final List<ContentRule> rules;

    public ContentCheck(SchemaValidator schemas) {
        this(schemas, List.of());
    }

    /** @param more rules of a higher layer, applied after those of this package */
    public ContentCheck(SchemaValidator schemas, List<ContentRule> more) {
        this.schemas = schemas;
        this.rules = new ArrayList<>(RULES);
        this.rules.addAll(more);
    }

    /** Errors and warnings; empty when nothing is wrong. */
    public List<Finding> findings(ContentConfiguration configuration) {
        return read(configuration).findings();
    }

    public Outcome read(ContentConfiguration configuration) {
        return read(ContentFolder.read(configuration));
    }

    public Outcome read(ContentFolder folder) {
        var findings = new ArrayList<>(folder.findings());
        var documents = documents(folder, findings, this::form);
        rules.forEach(rule -> rule.check(documents, findings::add));
        findings.sort(Comparator.comparing(Finding::file).thenComparingInt(Finding::line));
        return new Outcome(documents, findings.stream().distinct().toList());
    }

    /**
     * Reads the content that comes with the service, without checking it: its build has checked it, and the rules take a
     * tenth of a start.
     */
    Outcome readBuiltIn() {
        var folder = ContentFolder.read(ContentConfiguration.builtIn());
        var findings = new ArrayList<>(folder.findings());
        return new Outcome(documents(folder, findings, (file, source, leftOut, own) -> {}), List.copyOf(findings));
    }

    /** What is demanded of one file. */
    private interface Form {
        /** @param leftOut the members that could not be read; they are not missing */
        void check(ContentFile file, Source source, Set<String> leftOut, Set<Finding> findings);
    }

    private static Documents documents(ContentFolder folder, List<Finding> findings, Form form) {
        List<Document<Persona>> personas = documents(folder, Kind.PERSONA, Persona.class, findings, form);
        List<Document<Scenario>> scenarios = documents(folder, Kind.SCENARIO, Scenario.class, findings, form);
        List<Document<QuestionBank>> banks = documents(folder, Kind.QUESTIONS, QuestionBank.class, findings, form);
        List<Document<Catalog>> catalogs = documents(folder, Kind.CATALOG, Catalog.class, findings, form);
        List<Document<Rubric>> rubrics = documents(folder, Kind.RUBRIC, Rubric.class, findings, form);
        boolean complete = findings.stream().noneMatch(Finding::isError);
        return new Documents(personas, scenarios, banks, catalogs, rubrics, complete);
    }

    private static <T> List<Document<T>> documents(
            ContentFolder folder, Kind kind, Class<T> type, List<Finding> findings, Form form) {
        var documents = new ArrayList<Document<T>>();
        var files = folder.files().stream().filter(file -> file.kind() == kind).toList();
        for (ContentFile file : files) {
            document(file, type, findings, form).ifPresent(documents::add);
        }
        boolean demanded = kind == Kind.PERSONA || kind == Kind.SCENARIO;
        if (demanded
                && files.isEmpty()
                && findings.stream().noneMatch(f -> f.isError() && f.file().startsWith(kind.folder))) {
            findings.add(Finding.ofFile(kind.folder, "the folder is empty: the content needs at least one"));
        }
        return List.copyOf(documents);
    }

    private static <T> Optional<Document<T>> document(
            ContentFile file, Class<T> type, List<Finding> findings, Form form) {
        Set<Finding> own = new LinkedHashSet<>();
        var syntax = new ArrayList<Finding>();
        SourceReader.Reading reading = SourceReader.read(file, syntax);
        own.addAll(syntax);
        reading.source().ifPresent(source -> form.check(file, source, reading.leftOut(), own));
        findings.addAll(own);
        if (reading.source().isEmpty() || own.stream().anyMatch(Finding::isError)) {
            return Optional.empty();
        }
        Source source = reading.source().get();
        try {
            return Optional.of(new Document<>(source, CanonicalJson.read(source.tree(), type)));
        } catch (JsonProcessingException e) {
            findings.add(source.error("", "contains a value that cannot be read, such as a too large number"));
            return Optional.empty();
        }
    }

    private void form(ContentFile file, Source source, Set<String> leftOut, Set<Finding> findings) {
        String component = file.kind().component;
        List<Violation> violations = schemas.violations(component, source.tree()).stream()
                .filter(violation -> !concerns(violation, leftOut))
                .toList();
        if (!violations.isEmpty()) {
            findings.addAll(new SchemaWords(source, Members.of(component)).of(violations));
        }
        String member = file.kind().idMember;
        String id = source.tree().path(member).asText();
        if (!member.isEmpty() && !id.isEmpty() && !id.equals(file.id())) {
            findings.add(source.error(
                    "/" + member,
                    "differs from the file's name: name the file %s.yaml, or write %s here".formatted(id, file.id())));
        }
        TextWalk.visit(source.tree(), (pointer, text) -> {
            if (text.isBlank() && !text.isEmpty()) {
                findings.add(source.error(pointer, "is empty"));
            }
        });
    }

    /** Whether it only follows from what was left out: the member, or what its wrong indentation left empty. */
    private static boolean concerns(Violation violation, Set<String> leftOut) {
        boolean top = violation.pointer().lastIndexOf('/') == 0;
        return !leftOut.isEmpty() && top && violation.found().isNull()
                || leftOut.stream()
                        .anyMatch(member -> (violation.pointer().isEmpty()
                                        && violation.property().equals(member))
                                || violation.pointer().equals("/" + member));
    }
}
