package dev.viva.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.common.html.HtmlEscapers;
import dev.viva.problem.Failure;
import dev.viva.testing.Api;
import dev.viva.testing.Routes;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules for the contract and the service's routes; the suite tests the exchanges. */
class ContractTest {
    private static final Contract CONTRACT = Contract.load();
    private static final SchemaValidator SCHEMAS = new SchemaValidator(CONTRACT);

    @TempDir
    static Path data;

    private static VivaServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = VivaServer.start(data, new TestClock());
        api = new Api(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void invariant1ServesExactlyTheContractsRoutes() {
        var declared = CONTRACT.operations().stream()
                .map(o -> o.method() + " " + o.path())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(new TreeSet<>(
                        Routes.served(server.support().getEnvironment().jersey().getResourceConfig())))
                .isEqualTo(declared);
    }

    @Test
    void listsJsonFirstAmongSeveralMediaTypes() throws Exception {
        JsonNode root = new YAMLMapper().readTree(CONTRACT.yaml());
        var offers = root.findValues("content").stream()
                .map(content -> StreamSupport.stream(((Iterable<String>) content::fieldNames).spliterator(), false)
                        .toList())
                .filter(types -> types.size() > 1 && types.contains("application/json"))
                .toList();

        assertThat(offers).isNotEmpty().allSatisfy(types -> assertThat(types).startsWith("application/json"));
    }

    @Test
    void limitsExactlyTheApiOperations() {
        assertThat(CONTRACT.operations())
                .allSatisfy(o ->
                        assertThat(o.rateLimit() != null).isEqualTo(o.path().startsWith("/api/")));
    }

    @Test
    void declaresAPageForEveryFailure() {
        assertThat(Failure.values()).allSatisfy(failure -> {
            var page = api.get("/docs/problems/" + failure.code(), null);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.raw().body()).contains(HtmlEscapers.htmlEscaper().escape(failure.title()));
        });
    }

    @Test
    void everyStringArrayAndNumberHasLimits() {
        var missing = new TreeSet<String>();
        CONTRACT.json().at("/components/schemas").properties().forEach(e -> limits(e.getKey(), e.getValue(), missing));

        assertThat(missing).isEmpty();
    }

    private static void limits(String at, JsonNode schema, Set<String> missing) {
        String needed = switch (schema.path("type").asText()) {
            case "string" -> "maxLength";
            case "array" -> "maxItems";
            case "integer", "number" -> "maximum";
            default -> "";
        };
        if (!needed.isEmpty() && !schema.has(needed)) {
            missing.add(at + " has no " + needed);
        }
        schema.path("properties").properties().forEach(e -> limits(at + "/" + e.getKey(), e.getValue(), missing));
        if (schema.has("items")) {
            limits(at + "/items", schema.get("items"), missing);
        }
    }

    @Test
    void examplesMatchTheirSchemas() {
        var findings = new TreeSet<String>();
        CONTRACT.json()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().findParents("schema").forEach(content -> {
                    String component = content.at("/schema/$ref").asText().replaceFirst(".*/", "");
                    examples(content)
                            .forEach(example -> SCHEMAS.validate(component, example)
                                    .forEach(e -> findings.add(path.getKey() + " " + component + " " + e)));
                }));

        assertThat(findings).isEmpty();
    }

    private static Stream<JsonNode> examples(JsonNode content) {
        if (!content.at("/schema/$ref").asText().startsWith("#/components/schemas/")) {
            return Stream.empty();
        }
        var several = StreamSupport.stream(content.path("examples").spliterator(), false)
                .map(e -> e.get("value"));
        return content.has("example") ? Stream.of(content.get("example")) : several;
    }
}
