package dev.viva.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.path.PathType;
import dev.viva.model.InputError;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Validates documents against components of the contract and describes each error with its pointer. Thread-safe. */
public final class SchemaValidator {
    /** More errors would only make the reply larger. */
    private static final int MAX_ERRORS = 50;

    private final Map<String, Schema> schemas;

    public SchemaValidator(Contract contract) {
        var config = SchemaRegistryConfig.builder()
                .formatAssertionsEnabled(true)
                .pathType(PathType.JSON_POINTER)
                .locale(Locale.ENGLISH)
                .build();
        var registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, b -> b.schemaRegistryConfig(config));
        // One document, whose schemas share what they refer to: a document for each would hold most of them many times.
        Schema all = registry.getSchema(contract.schemas());
        var definitions = new NodePath(PathType.JSON_POINTER).append("$defs");
        schemas = contract.schemaNames().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(), name -> all.getSubSchema(definitions.append(name))));
    }

    public boolean knows(String component) {
        return schemas.containsKey(component);
    }

    /**
     * The errors of the document, in the order found; empty when it is valid.
     *
     * @throws IllegalArgumentException when the contract has no such component
     */
    public List<InputError> validate(String component, JsonNode document) {
        return schema(component).validate(document).stream()
                .limit(MAX_ERRORS)
                .map(SchemaValidator::inWords)
                .distinct()
                .toList();
    }

    /**
     * The same as data, for readers who need other words.
     *
     * @throws IllegalArgumentException when the contract has no such component
     */
    public List<Violation> violations(String component, JsonNode document) {
        return schema(component).validate(document).stream()
                .map(Violation::of)
                .distinct()
                .toList();
    }

    private Schema schema(String component) {
        Schema schema = schemas.get(component);
        if (schema == null) {
            throw new IllegalArgumentException("no component " + component);
        }
        return schema;
    }

    private static InputError inWords(Error error) {
        String at = error.getInstanceLocation().toString();
        return switch (error.getKeyword()) {
            case "required" -> new InputError(at + "/" + escape(error.getProperty()), "is required");
            case "additionalProperties", "unevaluatedProperties" ->
                new InputError(at + "/" + escape(error.getProperty()), "is not a known member");
            default -> new InputError(at, error.getMessage());
        };
    }

    private static String escape(String member) {
        String cut = member.length() > 100 ? member.substring(0, 100) : member;
        return cut.replace("~", "~0").replace("/", "~1");
    }
}
