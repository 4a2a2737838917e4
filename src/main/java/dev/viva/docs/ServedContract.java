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

/** The contract's documents as bytes with their entity tags, each created on first use. Thread-safe. */
public final class ServedContract {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** The bytes of a document, and their strong entity tag. */
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
    private final Map<String, Document> documents = new ConcurrentHashMap<>();

    public ServedContract(Contract contract) {
        this.contract = contract;
    }

    public String version() {
        return contract.version();
    }

    public Document yaml() {
        return documents.computeIfAbsent("openapi.yaml", key -> new Document(contract.yaml()));
    }

    public Document json() {
        return documents.computeIfAbsent("openapi.json", key -> new Document(bytes(contract.json())));
    }

    public Optional<Document> schema(String name) {
        Document known = documents.get("schemas/" + name);
        return known != null ? Optional.of(known) : contract.schema(name).map(schema -> create(name, schema));
    }

    private Document create(String name, JsonNode schema) {
        return documents.computeIfAbsent("schemas/" + name, key -> new Document(bytes(schema)));
    }

    private static byte[] bytes(JsonNode document) {
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a document of the contract as JSON", e);
        }
    }
}
