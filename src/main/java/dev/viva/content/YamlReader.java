package dev.viva.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
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
final class YamlReader {
    private static final int MAX_DEPTH = 16;
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]{1,15}(\\.[0-9]{1,15})?");
    private static final Pattern CUT = Pattern.compile("\\s+#.*");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String file;
    private final List<String> text;
    private final List<Finding> findings;
    private final Iterator<Event> events;
    private final Map<String, Integer> lines = new HashMap<>();

    private YamlReader(String file, List<String> text, List<Finding> findings) {
        this.file = file;
        this.text = text;
        this.findings = findings;
        this.events = new Yaml(new LoaderOptions())
                .parse(new StringReader(String.join("\n", text) + "\n"))
                .iterator();
    }

    /**
     * The document. Keys that are given twice, and texts that a {@code #} cuts off, are added to the findings.
     *
     * @param text the file's lines
     * @throws SyntaxException at the first fault
     */
    static Source read(ContentFile file, List<String> text, List<Finding> findings) {
        try {
            var reader = new YamlReader(file.name(), text, findings);
            JsonNode tree = reader.document();
            return new Source(file.name(), file.builtIn(), tree, Map.copyOf(reader.lines));
        } catch (MarkedYAMLException e) {
            throw SyntaxHints.of(e, text);
        } catch (YAMLException e) {
            throw new SyntaxException(
                    SyntaxHints.lineOfControlCharacter(text),
                    "the line contains a character that is not allowed: remove it",
                    e);
        }
    }

    private JsonNode document() {
        events.next(); // the start of the stream
        if (!events.next().is(Event.ID.DocumentStart)) {
            throw SyntaxException.ofFile("is empty");
        }
        JsonNode tree = node(events.next(), "", 0);
        events.next(); // the end of the document
        if (events.next().is(Event.ID.DocumentStart)) {
            throw SyntaxException.ofFile("contains more than one document: write one file for each");
        }
        return tree;
    }

    private JsonNode node(Event event, String pointer, int depth) {
        if (depth > MAX_DEPTH) {
            throw refused(event, "the lists are nested too deeply");
        }
        lines.putIfAbsent(pointer, event.getStartMark().getLine() + 1);
        if (event instanceof NodeEvent named && (named.getAnchor() != null || event instanceof AliasEvent)) {
            throw refused(event, "the text starts with & or *, which mean something else here: put the text in quotes");
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
        throw refused(event, "the text starts with !, which means something else here: put the text in quotes");
    }

    private ObjectNode mapping(String pointer, int depth) {
        ObjectNode object = NODES.objectNode();
        boolean reported = false;
        for (Event event = events.next(); !event.is(Event.ID.MappingEnd); event = events.next()) {
            if (!(event instanceof ScalarEvent key)) {
                throw refused(event, "a member has a name that is not a word: put the text in quotes");
            }
            String name = key.getValue();
            String at = pointer + "/" + TextWalk.escape(name);
            if (!object.has(name)) {
                lines.put(at, key.getStartMark().getLine() + 1);
                object.set(name, node(events.next(), at, depth + 1));
                continue;
            }
            // The rest of what follows a forgotten dash is given twice as well.
            if (!reported) {
                findings.add(twice(pointer, name, key));
                reported = true;
            }
            node(events.next(), at + " again", depth + 1);
        }
        return object;
    }

    private Finding twice(String pointer, String name, ScalarEvent key) {
        boolean inList = pointer.matches(".*/\\d+");
        return Finding.atLine(
                file,
                key.getStartMark().getLine() + 1,
                name + " is given twice" + (inList ? ": is a dash missing before a new item of the list?" : ""));
    }

    private ArrayNode sequence(String pointer, int depth) {
        ArrayNode array = NODES.arrayNode();
        for (Event event = events.next(); !event.is(Event.ID.SequenceEnd); event = events.next()) {
            array.add(node(event, pointer + "/" + array.size(), depth + 1));
        }
        return array;
    }

    private JsonNode scalar(ScalarEvent scalar) {
        String value = scalar.getValue();
        if (!scalar.isPlain()) {
            return NODES.textNode(value);
        }
        if (value.contains(" ")) {
            cut(scalar);
        }
        return switch (value) {
            case "", "~", "null" -> NODES.nullNode();
            case "true", "false" -> NODES.booleanNode(Boolean.parseBoolean(value));
            default -> NUMBER.matcher(value).matches() ? number(value) : NODES.textNode(value);
        };
    }

    /** What looks like a comment after several words is more likely a part of them. */
    private void cut(ScalarEvent scalar) {
        int line = scalar.getEndMark().getLine();
        String row = line < text.size() ? text.get(line) : "";
        int end = row.offsetByCodePoints(
                0, Math.min(scalar.getEndMark().getColumn(), row.codePointCount(0, row.length())));
        if (CUT.matcher(row.substring(end)).matches()) {
            findings.add(new Finding(
                    Severity.WARNING,
                    file,
                    line + 1,
                    "",
                    "",
                    "the text is cut off at \" #\", which begins a comment: put the whole text in quotes, or the comment on a line"
                            + " of its own"));
        }
    }

    private static JsonNode number(String text) {
        return text.contains(".") ? NODES.numberNode(new BigDecimal(text)) : NODES.numberNode(Long.parseLong(text));
    }

    private static SyntaxException refused(Event event, String reason) {
        return new SyntaxException(event.getStartMark().getLine() + 1, reason, null);
    }
}
