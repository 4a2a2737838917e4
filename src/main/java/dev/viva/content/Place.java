package dev.viva.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a node is, in an author's words. An item of a list is named by what its author called it.
 *
 * @param around what contains the node, such as {@code subjective "Onset"}; empty at the top of the file
 * @param subject the node itself, such as {@code the reply} or {@code item 2 of cues}
 */
record Place(String around, String subject) {
    /** The members by which an author knows an item, the best first. */
    private static final List<String> NAMES =
            List.of("topic", "role_id", "media_id", "side", "id", "item", "flag", "question", "title", "name");

    private static final int MAX_NAME = 60;

    static Place of(JsonNode tree, String pointer) {
        if (pointer.isEmpty()) {
            return new Place("", "the file");
        }
        var words = new ArrayList<String>();
        String[] segments = pointer.substring(1).split("/", -1);
        JsonNode node = tree;
        for (int i = 0; i < segments.length - 1; i++) {
            node = step(node, segments[i], words);
        }
        boolean item = node.isArray();
        String last = segments[segments.length - 1];
        step(node, last, words);
        String subject = words.removeLast();
        return new Place(String.join(": ", words), item ? subject : "the " + subject);
    }

    /** @param reason what is wrong, as if there were one of it: {@code is empty} */
    String sentence(String reason) {
        boolean several = subject.endsWith("s") && !subject.endsWith("ss") && subject.startsWith("the ");
        return subject + " " + (several ? plural(reason) : reason);
    }

    private static String plural(String reason) {
        return reason.replaceFirst("^is ", "are ")
                .replaceFirst("^has ", "have ")
                .replaceFirst("^does ", "do ")
                .replaceFirst("^(fit|contain|say|give|repeat|speak|stand|need|differ)s ", "$1 ");
    }

    /** Adds the words for one segment, or joins them to those of its list. */
    private static JsonNode step(JsonNode node, String segment, List<String> words) {
        if (!node.isArray()) {
            words.add(unescaped(segment));
            return node.path(unescaped(segment));
        }
        JsonNode item = node.path(Integer.parseInt(segment));
        String list = words.removeLast();
        String name = name(item);
        words.add(
                name.isEmpty()
                        ? "item %d of %s".formatted(Integer.parseInt(segment) + 1, list)
                        : "%s \"%s\"".formatted(list, name));
        return item;
    }

    private static String unescaped(String segment) {
        return segment.replace("~1", "/").replace("~0", "~");
    }

    private static String name(JsonNode item) {
        for (String member : NAMES) {
            String name = item.path(member).asText("").strip();
            if (!name.isEmpty()) {
                return name.length() > MAX_NAME ? name.substring(0, MAX_NAME) + "…" : name;
            }
        }
        return "";
    }
}
