package dev.viva.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Replaces <code>${NAME:-default}</code> with values of the environment. Markers replace the references in the text;
 * values replace the markers in the parsed tree. So a value may contain any character, is never parsed as YAML, and the
 * key that each variable sets is known. A variable becomes a list or a map only when its value begins with
 * <code>[</code> or <code>{</code> and the unquoted reference is a whole value. An empty variable counts as not set.
 */
final class EnvironmentVariables {
    private static final Pattern REFERENCE = Pattern.compile("(\\$?)\\$\\{([A-Za-z0-9_.]+)(?::-([^}]*))?}");
    private static final char PLAIN = '\uE000';
    private static final char QUOTED = '\uE001';
    private static final char MISSING = '\uE002';
    private static final char END = '\uE003';
    private static final Pattern MARKER = Pattern.compile("([" + PLAIN + QUOTED + MISSING + "])([A-Za-z0-9_.]+)" + END);

    private final Map<String, String> values = new HashMap<>();
    private final Map<String, List<String>> keysByName = new TreeMap<>();
    private final List<String> errors = new ArrayList<>();

    EnvironmentVariables(Map<String, String> environment) {
        environment.forEach((name, value) -> {
            if (!value.isBlank()) {
                values.put(name, value);
            }
        });
    }

    /** The names of the variables that the text refers to. */
    static Set<String> names(String text) {
        return REFERENCE
                .matcher(text)
                .results()
                .map(reference -> reference.group(2))
                .collect(Collectors.toSet());
    }

    /** The text with a marker for each variable that is set, and the default for each other one. */
    String mark(String text) {
        return REFERENCE.matcher(text).replaceAll(reference -> Matcher.quoteReplacement(marked(text, reference)));
    }

    private String marked(String text, MatchResult reference) {
        if (!reference.group(1).isEmpty()) {
            return reference.group().substring(1); // $${…} escapes ${…}
        }
        String name = reference.group(2);
        if (values.containsKey(name)) {
            char before = reference.start() == 0 ? '\n' : text.charAt(reference.start() - 1);
            return (before == '"' || before == '\'' ? QUOTED : PLAIN) + name + END;
        }
        return reference.group(3) == null ? MISSING + name + END : reference.group(3);
    }

    /** The tree with values in place of the markers. */
    ObjectNode fill(ObjectNode marked) {
        return (ObjectNode) filled(marked, "");
    }

    /** The keys that each used variable sets, by its name. */
    Map<String, List<String>> keysByName() {
        return keysByName;
    }

    /** The references without a value, as sentences that name the key. */
    List<String> errors() {
        return errors;
    }

    private JsonNode filled(JsonNode node, String key) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(entry -> {
                String name = text(entry.getKey(), key);
                copy.set(name, filled(entry.getValue(), key.isEmpty() ? name : key + "." + name));
            });
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(item -> copy.add(filled(item, key + "[" + copy.size() + "]")));
            return copy;
        }
        return node instanceof TextNode text ? scalar(text.textValue(), key) : node;
    }

    private JsonNode scalar(String marked, String key) {
        String text = text(marked, key);
        Matcher whole = MARKER.matcher(marked);
        boolean structured =
                whole.matches() && whole.group(1).charAt(0) == PLAIN && (text.startsWith("[") || text.startsWith("{"));
        return structured ? structure(text, key, whole.group(2)) : TextNode.valueOf(text);
    }

    private JsonNode structure(String text, String key, String name) {
        try {
            return YamlTree.read(text);
        } catch (YamlTree.InvalidYamlException e) {
            errors.add(
                    key + ": the environment variable " + name + " begins like a list or a map, and " + e.getMessage());
            return TextNode.valueOf("");
        }
    }

    private String text(String marked, String key) {
        return MARKER.matcher(marked).replaceAll(marker -> {
            String name = marker.group(2);
            if (marker.group(1).charAt(0) == MISSING) {
                errors.add(
                        key + ": the environment variable " + name + " is not set and has no default. Set it, or write"
                                + " ${" + name + ":-} where it may be missing.");
                return "";
            }
            keysByName.computeIfAbsent(name, any -> new ArrayList<>()).add(key);
            return Matcher.quoteReplacement(values.getOrDefault(name, ""));
        });
    }
}
