package dev.viva.contract;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The contract, {@code api/openapi.yaml}, as data. Immutable. */
public final class Contract {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");
    private static final String SCHEMA_REF = "#/components/schemas/";

    /** One operation: its id, HTTP method in capitals, path template, rate limit and declared statuses. */
    public record Operation(
            String id, String method, String path, @Nullable RateLimit rateLimit, Set<Integer> statuses) {}

    private static SoftReference<Contract> builtIn = new SoftReference<>(null);

    private final byte[] yaml;
    private final JsonNode root;
    private final List<Operation> operations;

    private Contract(byte[] yaml, JsonNode root) {
        this.yaml = yaml;
        this.root = root;
        this.operations = readOperations(root);
    }

    /**
     * The contract that was built into the service. Kept as long as memory is left: a start needs it several times, and
     * afterwards hardly anyone does.
     */
    public static synchronized Contract load() {
        Contract contract = builtIn.get();
        if (contract == null) {
            contract = read();
            builtIn = new SoftReference<>(contract);
        }
        return contract;
    }

    private static Contract read() {
        try (InputStream in = Contract.class.getResourceAsStream("/openapi.yaml")) {
            if (in == null) {
                throw new IllegalStateException("openapi.yaml is not on the classpath: build with Maven");
            }
            byte[] bytes = in.readAllBytes();
            return new Contract(bytes, yamlMapper().readTree(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static YAMLMapper yamlMapper() {
        return new YAMLMapper(YAMLFactory.builder()
                .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(100).build())
                .build());
    }

    private static List<Operation> readOperations(JsonNode root) {
        var found = new ArrayList<Operation>();
        for (var path : root.path("paths").properties()) {
            for (var entry : path.getValue().properties()) {
                if (METHODS.contains(entry.getKey())) {
                    found.add(operation(path.getKey(), entry.getKey(), entry.getValue()));
                }
            }
        }
        return List.copyOf(found);
    }

    private static Operation operation(String path, String method, JsonNode node) {
        var statuses = new TreeSet<Integer>();
        node.path("responses").fieldNames().forEachRemaining(status -> statuses.add(Integer.valueOf(status)));
        return new Operation(
                node.path("operationId").asText(),
                method.toUpperCase(Locale.ROOT),
                path,
                RateLimit.read(node),
                Set.copyOf(statuses));
    }

    public List<Operation> operations() {
        return operations;
    }

    /** The rate limits of the limited operations, by operation id. */
    public Map<String, RateLimit> rateLimits() {
        return operations.stream()
                .filter(o -> o.rateLimit() != null)
                .collect(Collectors.toUnmodifiableMap(Operation::id, o -> Objects.requireNonNull(o.rateLimit())));
    }

    /** The ids of the operations that take a credential of that security scheme. */
    public Set<String> operationsWith(String scheme) {
        var found = new TreeSet<String>();
        for (JsonNode path : root.path("paths")) {
            for (JsonNode operation : path) {
                for (JsonNode alternative : operation.path("security")) {
                    if (alternative.has(scheme)) {
                        found.add(operation.path("operationId").asText());
                    }
                }
            }
        }
        return Set.copyOf(found);
    }

    /**
     * How faculty's use of an operation is recorded.
     *
     * @param action what they do
     * @param every one caller's repeated use of it on the same session is recorded once in this time; zero: each time
     */
    public record Audited(String action, Duration every) {}

    /** The recorded operations, by operation id: {@code x-audit}, {@code x-audit-every} in seconds. */
    public Map<String, Audited> audited() {
        var audited = new TreeMap<String, Audited>();
        for (JsonNode path : root.path("paths")) {
            for (JsonNode operation : path) {
                if (operation.has("x-audit")) {
                    audited.put(
                            operation.path("operationId").asText(),
                            new Audited(
                                    operation.path("x-audit").asText(),
                                    Duration.ofSeconds(
                                            operation.path("x-audit-every").asLong(0))));
                }
            }
        }
        return Map.copyOf(audited);
    }

    public String version() {
        return root.path("info").path("version").asText();
    }

    /** The bytes of the file, unchanged. */
    public byte[] yaml() {
        return yaml.clone();
    }

    public JsonNode json() {
        return root.deepCopy();
    }

    public Set<String> schemaNames() {
        var names = new TreeSet<String>();
        root.path("components").path("schemas").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** A component as a self-contained JSON Schema 2020-12. */
    public Optional<JsonNode> schema(String name) {
        return schemaNames().contains(name)
                ? Optional.of(
                        SelfContainedSchema.of(name, root.path("components").path("schemas"), SCHEMA_REF))
                : Optional.empty();
    }

    /** All components under {@code $defs} of one JSON Schema 2020-12. */
    JsonNode schemas() {
        return SelfContainedSchema.all(root.path("components").path("schemas"), SCHEMA_REF);
    }
}
