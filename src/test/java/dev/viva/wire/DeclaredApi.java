package dev.viva.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import dev.viva.contract.Contract;
import dev.viva.contract.Contract.Operation;
import dev.viva.wire.DeclaredOperation.Body;
import dev.viva.wire.DeclaredOperation.Header;
import dev.viva.wire.DeclaredOperation.Parameter;
import dev.viva.wire.DeclaredOperation.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The whole contract, prepared for checks. Objects may contain only declared members unless their schema says
 * otherwise: clients ignore unknown members, but the service sends none, and no undeclared nulls.
 * Immutable.
 */
final class DeclaredApi {
    private static final String COMPONENT = "#/components/schemas/";

    private final Contract contract = Contract.load();
    private final JsonNode root = contract.json();
    private final Map<JsonNode, Schema> compiled = new HashMap<>();
    private final SchemaRegistry registry;
    private final List<DeclaredOperation> operations;
    private final Set<String> headers = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    DeclaredApi() {
        var config = SchemaRegistryConfig.builder()
                .formatAssertionsEnabled(true)
                .pathType(PathType.JSON_POINTER)
                .locale(Locale.ENGLISH)
                .build();
        registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, b -> b.schemaRegistryConfig(config));
        operations = contract.operations().stream().map(this::operation).toList();
        operations.forEach(o -> o.replies()
                .values()
                .forEach(reply -> headers.addAll(reply.headers().keySet())));
    }

    List<DeclaredOperation> operations() {
        return operations;
    }

    /** The operations at that path, one per method. */
    List<DeclaredOperation> at(String rawPath) {
        return operations.stream().filter(o -> o.hasPath(rawPath)).toList();
    }

    /** The headers that any reply declares; other replies must not have them. */
    Set<String> headers() {
        return headers;
    }

    /** Refusals by HTTP itself: problem codes by status. */
    Map<Integer, String> httpRefusals() {
        return root.path("x-http-refusals")
                .propertyStream()
                .collect(Collectors.toMap(
                        e -> Integer.valueOf(e.getKey()), e -> e.getValue().asText()));
    }

    /** The payload member of an event, by type. */
    Map<String, String> eventMembers() {
        return root.path("x-event-members")
                .propertyStream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().asText()));
    }

    Schema component(String name) {
        return schema(JsonNodeFactory.instance.objectNode().put("$ref", COMPONENT + name));
    }

    private DeclaredOperation operation(Operation operation) {
        JsonNode node = root.path("paths")
                .path(operation.path())
                .path(operation.method().toLowerCase(Locale.ROOT));
        var replies = new TreeMap<Integer, Reply>();
        for (var reply : node.path("responses").properties()) {
            replies.put(Integer.valueOf(reply.getKey()), reply(resolve(reply.getValue())));
        }
        JsonNode body = node.path("requestBody");
        return new DeclaredOperation(
                operation.id(),
                operation.method(),
                Pattern.compile(Pattern.quote(operation.path())
                        .replaceAll("\\{([a-z]+)_?([a-z]*)}", "\\\\E(?<$1$2>[^/]+)\\\\Q")),
                node.path("parameters").valueStream().map(this::parameter).toList(),
                body.isMissingNode() ? null : new Body(body.path("required").asBoolean(), content(body)),
                replies);
    }

    private Parameter parameter(JsonNode given) {
        JsonNode node = resolve(given);
        return new Parameter(
                node.path("name").asText(),
                node.path("in").asText(),
                node.path("required").asBoolean(),
                isNumber(node),
                schema(node.path("schema")));
    }

    private Reply reply(JsonNode node) {
        var declared = new TreeMap<String, Header>(String.CASE_INSENSITIVE_ORDER);
        for (var entry : node.path("headers").properties()) {
            JsonNode header = resolve(entry.getValue());
            declared.put(
                    entry.getKey(),
                    new Header(header.path("required").asBoolean(), isNumber(header), schema(header.path("schema"))));
        }
        return new Reply(declared, content(node));
    }

    private static boolean isNumber(JsonNode parameter) {
        return parameter.at("/schema/type").asText().equals("integer");
    }

    private Map<String, Schema> content(JsonNode node) {
        return node.path("content")
                .propertyStream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, e -> schema(e.getValue().path("schema"))));
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? root.at(node.path("$ref").asText().substring(1)) : node;
    }

    private Schema schema(JsonNode node) {
        Schema known = compiled.get(node);
        if (known != null) {
            return known;
        }
        String ref = node.path("$ref").asText();
        JsonNode whole = ref.isEmpty()
                ? node.deepCopy()
                : contract.schema(ref.substring(COMPONENT.length())).orElseThrow();
        close(whole);
        Schema made = registry.getSchema(whole);
        compiled.put(node, made);
        return made;
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.has("properties") && !object.has("additionalProperties")) {
            object.put("unevaluatedProperties", false);
        }
        schema.forEach(DeclaredApi::close);
    }
}
