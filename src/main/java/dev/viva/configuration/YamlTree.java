package dev.viva.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads a configuration's YAML. Anchors and merge keys work (Jackson's own reader takes an alias's name for its value).
 * Duplicate keys are refused. Plain scalars are those of YAML 1.2, so {@code off} is a word. No message quotes the
 * text, which may contain a password.
 */
final class YamlTree {
    private static final int MAX_DEPTH = 32;
    private static final String MERGE_KEY = "<<";
    private static final String STANDARD_TAGS = "tag:yaml.org,2002:";
    private static final Pattern NUMBER = Pattern.compile("[-+]?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,15})?");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private YamlTree() {}

    /**
     * The document as a tree; an empty object when the text has only comments.
     *
     * @throws InvalidYamlException when it is not one document of plain YAML
     */
    static JsonNode read(String text) {
        try {
            Node document = new Yaml(new LoaderOptions()).compose(new StringReader(text));
            JsonNode tree = document == null ? NODES.nullNode() : node(document, 0);
            return tree.isNull() ? NODES.objectNode() : tree;
        } catch (MarkedYAMLException e) {
            throw new InvalidYamlException("is not valid YAML: " + e.getProblem() + line(e.getProblemMark()));
        } catch (YAMLException e) {
            throw new InvalidYamlException("is not valid YAML");
        }
    }

    private static JsonNode node(Node node, int depth) {
        if (depth > MAX_DEPTH) {
            throw new InvalidYamlException("is nested too deeply" + line(node.getStartMark()));
        }
        if (!node.getTag().startsWith(STANDARD_TAGS)) {
            throw new InvalidYamlException("uses a tag (!): write a plain value" + line(node.getStartMark()));
        }
        return switch (node) {
            case MappingNode mapping -> mapping(mapping, depth);
            case SequenceNode sequence -> sequence(sequence, depth);
            case ScalarNode scalar -> scalar(scalar);
            default -> throw new InvalidYamlException("is not valid YAML" + line(node.getStartMark()));
        };
    }

    private static ObjectNode mapping(MappingNode mapping, int depth) {
        ObjectNode object = NODES.objectNode();
        Set<String> own = new HashSet<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw new InvalidYamlException("has a key that is not a word" + line(mapping.getStartMark()));
            }
            JsonNode value = node(entry.getValueNode(), depth + 1);
            if (isMergeKey(key)) {
                merge(object, own, value, key);
            } else if (own.add(key.getValue())) {
                object.set(key.getValue(), value);
            } else {
                throw new InvalidYamlException("gives the key " + key.getValue() + " twice" + line(key.getStartMark()));
            }
        }
        return object;
    }

    private static boolean isMergeKey(ScalarNode key) {
        return key.getScalarStyle() == ScalarStyle.PLAIN && key.getValue().equals(MERGE_KEY);
    }

    /** The object's own keys win over merged ones, in any order. */
    private static void merge(ObjectNode object, Set<String> own, JsonNode merged, ScalarNode key) {
        for (JsonNode one : merged.isArray() ? merged : NODES.arrayNode().add(merged)) {
            if (!one.isObject()) {
                throw new InvalidYamlException("merges a value that is not a map (<<)" + line(key.getStartMark()));
            }
            one.properties().forEach(entry -> {
                if (!own.contains(entry.getKey()) && !object.has(entry.getKey())) {
                    object.set(entry.getKey(), entry.getValue());
                }
            });
        }
    }

    private static ArrayNode sequence(SequenceNode sequence, int depth) {
        ArrayNode array = NODES.arrayNode();
        sequence.getValue().forEach(item -> array.add(node(item, depth + 1)));
        return array;
    }

    private static JsonNode scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        if (scalar.getScalarStyle() != ScalarStyle.PLAIN) {
            return NODES.textNode(text);
        }
        return switch (text) {
            case "", "~", "null" -> NODES.nullNode();
            case "true", "false" -> NODES.booleanNode(Boolean.parseBoolean(text));
            default -> NUMBER.matcher(text).matches() ? number(text) : NODES.textNode(text);
        };
    }

    private static JsonNode number(String text) {
        return text.contains(".") ? NODES.numberNode(new BigDecimal(text)) : NODES.numberNode(Long.parseLong(text));
    }

    private static String line(@Nullable Mark mark) {
        return mark == null ? "" : " (line " + (mark.getLine() + 1) + ")";
    }

    /**
     * The text is not YAML, or not allowed in a configuration. The message continues a sentence that begins with the
     * file.
     */
    static final class InvalidYamlException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InvalidYamlException(String message) {
            super(message);
        }
    }
}
