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
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

    private final String version;
    private final Map<String, Document> documents = new ConcurrentHashMap<>();
    private @Nullable Map<String, Document> schemas;

    /** Keeps only the version: the parsed contract takes megabytes, and is loaded again for a document's first request. */
    public ServedContract(Contract contract) {
        this.version = contract.version();
    }

    public String version() {
        return version;
    }

    public Document yaml() {
        return documents.computeIfAbsent(
                "openapi.yaml", key -> new Document(Contract.load().yaml()));
    }

    public Document json() {
        return documents.computeIfAbsent(
                "openapi.json", key -> new Document(bytes(Contract.load().json())));
    }

    public Optional<Document> schema(String name) {
        return Optional.ofNullable(schemas().get(name));
    }

    private synchronized Map<String, Document> schemas() {
        if (schemas == null) {
            Contract contract = Contract.load();
            schemas = contract.schemaNames().stream()
                    .collect(Collectors.toUnmodifiableMap(
                            Function.identity(),
                            name -> new Document(bytes(contract.schema(name).orElseThrow()))));
        }
        return schemas;
    }

    private static byte[] bytes(JsonNode document) {
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a document of the contract as JSON", e);
        }
    }
}
