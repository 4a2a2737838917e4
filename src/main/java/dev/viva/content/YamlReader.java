package dev.viva.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;

/**
 * Reads a strict subset of YAML: one document, no anchors or aliases (so nothing can multiply), no tags, no duplicate
 * keys, and the plain scalars of YAML 1.2, in which {@code no} is a word. Jackson's own reader takes an alias's name
 * for its value and cannot locate a duplicate key. So this reader builds the tree from the parser's events.
 */
public final class YamlReader {
    private static final int MAX_DEPTH = 16;
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]{1,15}(\\.[0-9]{1,15})?");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String file;
    private final List<Finding> findings;
    private final Iterator<Event> events;

    private YamlReader(ContentFile file, List<Finding> findings) {
        this.file = file.name();
        this.findings = findings;
        this.events = new Yaml(new LoaderOptions())
                .parse(new StringReader(file.text()))
                .iterator();
    }

    /** The document as a tree. Empty when the file is invalid; the reason is then among the findings. */
    public static Optional<JsonNode> read(ContentFile file, List<Finding> findings) {
        var own = new ArrayList<Finding>();
        try {
            JsonNode tree = new YamlReader(file, own).document();
            return own.isEmpty() ? Optional.of(tree) : Optional.empty();
        } catch (RefusedException e) {
            own.add(e.finding);
        } catch (MarkedYAMLException e) {
            own.add(new Finding(file.name(), "", "is not YAML: " + e.getProblem() + line(e.getProblemMark())));
        } catch (YAMLException e) {
            own.add(new Finding(file.name(), "", "is not YAML: it contains a character that is not allowed"));
        } finally {
            findings.addAll(own);
        }
        return Optional.empty();
    }

    private JsonNode document() {
        events.next(); // the start of the stream
        if (!events.next().is(Event.ID.DocumentStart)) {
            throw refused("", "is empty");
        }
        JsonNode tree = node(events.next(), "", 0);
        events.next(); // the end of the document
        if (events.next().is(Event.ID.DocumentStart)) {
            throw refused("", "contains more than one document: write one file for each");
        }
        return tree;
    }

    private JsonNode node(Event event, String pointer, int depth) {
        if (depth > MAX_DEPTH) {
            throw refused(pointer, "is nested too deeply" + line(event.getStartMark()));
        }
        if (event instanceof NodeEvent named && (named.getAnchor() != null || event instanceof AliasEvent)) {
            throw refused(pointer, "uses an anchor or alias (& or *): write the text out" + line(event.getStartMark()));
        }
        if (event instanceof MappingStartEvent start && start.getTag() == null) {
            return mapping(pointer, depth);
        }
        if (event instanceof SequenceStartEvent start && start.getTag() == null) {
            return sequence(pointer, depth);
        }
        if (event instanceof ScalarEvent scalar && scalar.getTag() == null) {
            return scalar(scalar);
        }
        throw refused(pointer, "uses a tag (!): write a plain value" + line(event.getStartMark()));
    }

    private ObjectNode mapping(String pointer, int depth) {
        ObjectNode object = NODES.objectNode();
        for (Event event = events.next(); !event.is(Event.ID.MappingEnd); event = events.next()) {
            if (!(event instanceof ScalarEvent key)) {
                throw refused(pointer, "has a key that is not a word" + line(event.getStartMark()));
            }
            String name = key.getValue();
            String at = pointer + "/" + TextWalk.escape(name);
            JsonNode value = node(events.next(), at, depth + 1);
            if (object.has(name)) {
                findings.add(new Finding(file, at, "is given twice" + line(key.getStartMark())));
            } else {
                object.set(name, value);
            }
        }
        return object;
    }

    private ArrayNode sequence(String pointer, int depth) {
        ArrayNode array = NODES.arrayNode();
        for (Event event = events.next(); !event.is(Event.ID.SequenceEnd); event = events.next()) {
            array.add(node(event, pointer + "/" + array.size(), depth + 1));
        }
        return array;
    }

    private static JsonNode scalar(ScalarEvent scalar) {
        String text = scalar.getValue();
        if (!scalar.isPlain()) {
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

    private RefusedException refused(String pointer, String reason) {
        return new RefusedException(new Finding(file, pointer, reason));
    }

    private static String line(@Nullable Mark mark) {
        return mark == null ? "" : " (line " + (mark.getLine() + 1) + ")";
    }

    /** Stops reading a file. */
    private static final class RefusedException extends RuntimeException {
        private final transient Finding finding;

        RefusedException(Finding finding) {
            super(finding.reason(), null, false, false);
            this.finding = finding;
        }
    }
}
