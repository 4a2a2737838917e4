package dev.viva.content;

import com.fasterxml.jackson.databind.JsonNode;

/** A file that conforms to its schema: the tree that its author wrote, and the record that it describes. */
public record Document<T>(String file, JsonNode tree, T value) {
    public Finding finding(String pointer, String reason) {
        return new Finding(file, pointer, reason);
    }
}
