package dev.viva.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.viva.contract.Contract;
import dev.viva.http.EntityTags;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The contract's documents as bytes with their tags, each made when first asked for. Thread-safe. */
public final class ServedContract {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Something to answer, and the strong tag of just these bytes. */
    public static final class Document {
        private final byte[] content;
        private final String tag;

        private Document(byte[] content) {
            this.content = content;
            this.tag = EntityTags.of(content);
        }

        public byte[] content() {
            return content;
        }

        public String tag() {
            return tag;
        }
    }

    private final Contract contract;
    private final Map<String, Document> made = new ConcurrentHashMap<>();

    public ServedContract(Contract contract) {
        this.contract = contract;
    }

    public String version() {
        return contract.version();
    }

    public Document yaml() {
        return made.computeIfAbsent("openapi.yaml", key -> new Document(contract.yaml()));
    }

    public Document json() {
        return made.computeIfAbsent("openapi.json", key -> new Document(bytes(contract.json())));
    }

    public Optional<Document> schema(String name) {
        Document known = made.get("schemas/" + name);
        return known != null ? Optional.of(known) : contract.schema(name).map(schema -> keep(name, schema));
    }

    private Document keep(String name, JsonNode schema) {
        return made.computeIfAbsent("schemas/" + name, key -> new Document(bytes(schema)));
    }

    private static byte[] bytes(JsonNode document) {
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree in memory can always be written", e);
        }
    }
}
