package dev.viva.compatibility;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.core.util.Yaml;
import java.io.ByteArrayOutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.compare.OpenApiDiffOptions;
import org.openapitools.openapidiff.core.model.ChangedOpenApi;
import org.openapitools.openapidiff.core.output.ConsoleRender;

/**
 * Compares a contract with the released one, by the promises of {@code api/README.md}. openapi-diff compares operations
 * and schemas. It reads type, null and const only as OpenAPI 3.0 writes them, and accepts that optional members and
 * values in replies (problem codes included) are removed, so these are checked here.
 */
final class Compatibility {
    /** Operation ids are method names of generated clients; new values may come in replies at any time. */
    private static final OpenApiDiffOptions PROMISE = OpenApiDiffOptions.builder()
            .configProperty("incompatible.operation.id.changed", "true")
            .configProperty("incompatible.request.min.length.increased", "true")
            .configProperty("incompatible.response.enum.increased", "false")
            .build();

    private static final String SCHEMA_REF = "#/components/schemas/";
    private static final String PROBLEM_CODES = "/components/schemas/ProblemCode/enum";
    private static final String HTTP_REFUSALS = "x-http-refusals";

    private final JsonNode before;
    private final JsonNode now;

    private Compatibility(JsonNode before, JsonNode now) {
        this.before = before;
        this.now = now;
    }

    /** The changes that break clients of the released contract; none if the major version was raised. */
    static List<String> breaks(String before, String now) throws JsonProcessingException {
        return new Compatibility(Yaml.mapper().readTree(before), Yaml.mapper().readTree(now)).breaks();
    }

    private List<String> breaks() {
        if (major(now) > major(before)) {
            return List.of();
        }
        var found = new ArrayList<String>();
        var difference = OpenApiCompare.fromContents(asThreeZero(before), asThreeZero(now), null, PROMISE);
        if (difference.isIncompatible()) {
            found.add(inWords(difference));
        }
        onTheWire()
                .forEach(name -> members(
                        "#/components/schemas/" + name,
                        before.at("/components/schemas").path(name),
                        now.at("/components/schemas").path(name),
                        found));
        problemCodes(found);
        if (!security(before).equals(security(now))) {
            found.add("operations without a security of their own need another one");
        }
        return found;
    }

    /**
     * The schemas that an operation uses, by itself or through others. No client sees the rest: they describe content
     * files, which are migrated together with the service.
     */
    private Set<String> onTheWire() {
        var names = new TreeSet<String>();
        for (String part : List.of("paths", "webhooks")) {
            follow(before.path(part), names);
        }
        for (var part : before.path("components").properties()) {
            if (!part.getKey().equals("schemas")) {
                follow(part.getValue(), names);
            }
        }
        return names;
    }

    private void follow(JsonNode node, Set<String> names) {
        node.findValuesAsText("$ref").stream()
                .filter(ref -> ref.startsWith(SCHEMA_REF))
                .map(ref -> ref.substring(SCHEMA_REF.length()))
                .filter(names::add)
                .toList()
                .forEach(name -> follow(before.at("/components/schemas").path(name), names));
    }

    /** Members stay and keep their types. */
    private static void members(String at, JsonNode before, JsonNode now, List<String> found) {
        if (now.isMissingNode()) {
            found.add(at + " is gone");
            return;
        }
        for (String keyword : List.of("type", "const", "format")) {
            if (!before.path(keyword).equals(now.path(keyword))) {
                found.add(at + " has another " + keyword);
            }
        }
        if (now.has("enum") && !before.has("enum")) {
            found.add(at + " is one of some values now, and was any");
        }
        before.path("properties")
                .properties()
                .forEach(member -> members(
                        at + "/properties/" + member.getKey(),
                        member.getValue(),
                        now.path("properties").path(member.getKey()),
                        found));
        if (before.has("items")) {
            members(at + "/items", before.get("items"), now.path("items"), found);
        }
    }

    /** Programs depend on problem codes: each stays, those of HTTP refusals included. */
    private void problemCodes(List<String> found) {
        List<String> codes = values(now.at(PROBLEM_CODES));
        values(before.at(PROBLEM_CODES)).stream()
                .filter(code -> !codes.contains(code))
                .forEach(code -> found.add("the problem code " + code + " is gone"));
        before.path(HTTP_REFUSALS).properties().forEach(refusal -> {
            if (!refusal.getValue().equals(now.path(HTTP_REFUSALS).path(refusal.getKey()))) {
                found.add(HTTP_REFUSALS + " has another code for " + refusal.getKey());
            }
        });
    }

    private static List<String> values(JsonNode list) {
        var values = new ArrayList<String>();
        list.forEach(value -> values.add(value.asText()));
        return values;
    }

    private static JsonNode security(JsonNode contract) {
        return contract.path("security");
    }

    private static int major(JsonNode contract) {
        String version = contract.at("/info/version").asText();
        return Integer.parseInt(version.substring(0, version.indexOf('.')));
    }

    private static String asThreeZero(JsonNode contract) {
        ObjectNode copy = contract.deepCopy();
        copy.put("openapi", "3.0.3");
        return copy.toString();
    }

    private static String inWords(ChangedOpenApi difference) {
        var text = new ByteArrayOutputStream();
        new ConsoleRender().render(difference, new OutputStreamWriter(text, StandardCharsets.UTF_8));
        return text.toString(StandardCharsets.UTF_8);
    }
}
