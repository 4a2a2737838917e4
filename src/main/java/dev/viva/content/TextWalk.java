package dev.viva.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.BiConsumer;

/** Visits every text of a document with its JSON Pointer, in the author's order. */
public final class TextWalk {
    private TextWalk() {}

    public static void visit(JsonNode node, BiConsumer<String, String> visitor) {
        visit(node, "", visitor);
    }

    private static void visit(JsonNode node, String pointer, BiConsumer<String, String> visitor) {
        if (node.isTextual()) {
            visitor.accept(pointer, node.asText());
        } else if (node.isObject()) {
            node.properties()
                    .forEach(member -> visit(member.getValue(), pointer + "/" + escape(member.getKey()), visitor));
        } else {
            for (int i = 0; i < node.size(); i++) {
                visit(node.path(i), pointer + "/" + i, visitor);
            }
        }
    }

    /** RFC 6901, section 3. */
    static String escape(String member) {
        return member.replace("~", "~0").replace("/", "~1");
    }
}
