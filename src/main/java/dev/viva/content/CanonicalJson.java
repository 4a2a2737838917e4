package dev.viva.content;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/** Canonical JSON: members sorted by name, no spaces, lists in the author's order. Thread-safe. */
public final class CanonicalJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            // A stored case may have members that a later contract dropped.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // Jackson's default set would lose the author's order of the cues.
            .addModule(new SimpleModule().addAbstractTypeMapping(Set.class, LinkedHashSet.class))
            .build();

    private CanonicalJson() {}

    public static String write(Object value) {
        try {
            // Convert to maps first: Jackson sorts only the members of maps, at every depth.
            return JSON.writeValueAsString(JSON.convertValue(value, Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a value of the contract as JSON", e);
        }
    }

    public static <T> T read(String json, Class<T> type) throws JsonProcessingException {
        return JSON.readValue(json, type);
    }

    public static JsonNode tree(String json) throws JsonProcessingException {
        return JSON.readTree(json);
    }

    public static <T> T read(JsonNode tree, Class<T> type) throws JsonProcessingException {
        return JSON.treeToValue(tree, type);
    }

    /** SHA-256 of the text in UTF-8, as lower-case hex. */
    public static String digest(String text) {
        return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
    }
}
