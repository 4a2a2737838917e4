package dev.viva.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayDeque;
import java.util.TreeMap;

/** Copies a schema of the contract together with all schemas that it refers to, under {@code $defs}. */
final class SelfContainedSchema {
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private SelfContainedSchema() {}

    /**
     * The schema of that name.
     *
     * @param all every schema of the contract, by name
     * @param refPrefix the prefix of references to them
     */
    static JsonNode of(String name, JsonNode all, String refPrefix) {
        var defs = new TreeMap<String, JsonNode>();
        var waiting = new ArrayDeque<String>();
        JsonNode own = localRefs(all.path(name), refPrefix, waiting);
        while (!waiting.isEmpty()) {
            String next = waiting.remove();
            if (!defs.containsKey(next)) {
                defs.put(next, TextNode.valueOf("")); // marks it as seen, so that a cycle of references ends
                defs.put(next, localRefs(all.path(next), refPrefix, waiting));
            }
        }
        ObjectNode schema = ((ObjectNode) own).objectNode();
        schema.put("$schema", DIALECT);
        schema.put("$id", "/schemas/" + name + ".json");
        schema.put("title", name);
        schema.setAll((ObjectNode) own);
        if (!defs.isEmpty()) {
            schema.putObject("$defs").setAll(defs);
        }
        return schema;
    }

    /** Every schema of the contract under {@code $defs} of one document. The parameters are those of {@link #of}. */
    static JsonNode all(JsonNode all, String refPrefix) {
        JsonNode definitions = localRefs(all, refPrefix, new ArrayDeque<>());
        ObjectNode schema = ((ObjectNode) definitions).objectNode();
        schema.put("$schema", DIALECT);
        schema.set("$defs", definitions);
        return schema;
    }

    private static JsonNode localRefs(JsonNode node, String refPrefix, ArrayDeque<String> waiting) {
        JsonNode copy = node.deepCopy();
        rewrite(copy, refPrefix, waiting);
        return copy;
    }

    private static void rewrite(JsonNode node, String refPrefix, ArrayDeque<String> waiting) {
        if (node instanceof ObjectNode object) {
            if (object.path("$ref") instanceof TextNode ref && ref.asText().startsWith(refPrefix)) {
                String target = ref.asText().substring(refPrefix.length());
                object.put("$ref", "#/$defs/" + target);
                waiting.add(target);
            }
            JsonNode example = object.remove("example"); // JSON Schema has examples instead
            if (example != null) {
                object.putArray("examples").add(example);
            }
            object.forEach(child -> rewrite(child, refPrefix, waiting));
        } else if (node instanceof ArrayNode array) {
            array.forEach(child -> rewrite(child, refPrefix, waiting));
        }
    }
}
