package dev.viva.library;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.content.Finding;
import dev.viva.content.Source;
import dev.viva.contract.Violation;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Says how a file breaks its schema in words that an author understands. */
final class SchemaWords {
    private static final Map<String, String> FORMS = Map.of(
            "^[a-z0-9][a-z0-9-]",
                    "must be 2 to 64 lower-case letters, digits and hyphens, not a hyphen first, such as sore-knee",
            "^[a-z]{2}", "must be a language's code of two small letters, such as en or es",
            "^(0[1-9]", "must be the month and the day, such as 03-14",
            "^20[0-9]", "must be year-month-day, such as 2026-11-27");

    private final Source source;
    private final Collection<String> members;

    /** @param members the names of all members that the file may have */
    SchemaWords(Source source, Collection<String> members) {
        this.source = source;
        this.members = members;
    }

    /** One finding for each place: a value of the wrong type is often of the wrong length, too. */
    List<Finding> of(List<Violation> violations) {
        var worst = new LinkedHashMap<String, Violation>();
        for (Violation violation : violations) {
            worst.merge(
                    violation.pointer() + "/" + violation.property(),
                    violation,
                    (first, second) -> weight(second) > weight(first) ? second : first);
        }
        return worst.values().stream().map(this::of).toList();
    }

    private static int weight(Violation violation) {
        return switch (violation.keyword()) {
            case "type" -> violation.found().isNull() ? 4 : 2;
            case "enum" -> 3;
            case "pattern" -> 1;
            default -> 0;
        };
    }

    private Finding of(Violation violation) {
        String member = violation.pointer() + "/"
                + violation.property().replace("~", "~0").replace("/", "~1");
        return switch (violation.keyword()) {
            case "required" -> source.error(member, "is required");
            case "additionalProperties", "unevaluatedProperties" ->
                source.error(member, "is not a known member" + Similar.hint(violation.property(), members));
            default -> source.error(violation.pointer(), reason(violation));
        };
    }

    private static String reason(Violation violation) {
        JsonNode demanded = violation.demanded();
        JsonNode found = violation.found();
        return switch (violation.keyword()) {
            case "type" -> found.isNull() ? "is empty" : type(demanded.asText(), found);
            case "enum" -> "must be " + oneOf(demanded) + Similar.hint(found.asText(), texts(demanded));
            case "maxLength" -> "is too long: %,d characters, at most %,d".formatted(length(found), demanded.asInt());
            case "minLength" ->
                found.asText().isBlank()
                        ? "is empty"
                        : "is too short: at least %d characters".formatted(demanded.asInt());
            case "minimum" -> "must be at least " + demanded.asText();
            case "maximum" -> "must be at most " + demanded.asText();
            case "minItems" -> found.isEmpty() ? "is empty" : "needs at least %d items".formatted(demanded.asInt());
            case "maxItems" -> "has %d items, at most %d".formatted(found.size(), demanded.asInt());
            case "uniqueItems" -> "has the same item twice: leave one out";
            case "pattern" -> form(demanded.asText());
            default -> "is not allowed here (%s)".formatted(violation.keyword());
        };
    }

    private static String type(String demanded, JsonNode found) {
        return switch (demanded) {
            case "string" ->
                found.isObject()
                        ? "must be text: put a text with a colon in quotes, or under >-"
                        : found.isArray() ? "must be one text, not a list" : "must be text: put it in quotes";
            case "integer", "number" ->
                "must be a whole number such as 36"
                        + (found.isTextual() && found.asText().matches("\\d+") ? ", without quotes" : "");
            case "array" -> "must be a list: write [a, b] or one item per line with a dash";
            case "boolean" -> "must be true or false (yes and no are words in this format)";
            default -> "must have members: put each on a line of its own below, two spaces further to the right";
        };
    }

    private static String form(String pattern) {
        return FORMS.entrySet().stream()
                .filter(form -> pattern.startsWith(form.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("must be of the form " + pattern);
    }

    private static String oneOf(JsonNode values) {
        return values.size() == 1 ? values.path(0).asText() : "one of " + String.join(", ", texts(values));
    }

    private static Collection<String> texts(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toList());
    }

    private static int length(JsonNode found) {
        String text = found.asText();
        return text.codePointCount(0, text.length());
    }
}
