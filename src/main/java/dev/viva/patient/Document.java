package dev.viva.patient;

import com.fasterxml.jackson.databind.JsonNode;

/** A file that holds against its schema: as its author wrote it, and as the record it stands for. */
record Document<T>(String file, JsonNode tree, T value) {
    Finding finding(String pointer, String reason) {
        return new Finding(file, pointer, reason);
    }
}
