package dev.viva.ops;

import static dev.viva.ops.OpsServer.header;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.html.HtmlEscapers;
import dev.viva.contract.Contract;
import dev.viva.contract.SchemaValidator;
import dev.viva.problem.Failure;
import dev.viva.testing.Routes;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperationsResourceTest {
    @RegisterExtension
    static final OpsServer server = new OpsServer();

    private static final Contract contract = Contract.load();
    private static final SchemaValidator schemas = new SchemaValidator(contract);
    private static final ObjectMapper json = new ObjectMapper();

    @AfterEach
    void mend() {
        server.application().databaseIsUp.set(true);
    }

    @ParameterizedTest(name = "{0} is a {1}")
    @CsvSource({"/health/live,Liveness", "/health/ready,Readiness", "/health,Health", "/version,Version"})
    void answersAsTheContractSays(String path, String component) throws Exception {
        var reply = server.get(path);
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(header(reply, "Cache-Control")).isEqualTo("no-store");
        assertThat(schemas.validate(component, json.readTree(reply.body()))).isEmpty();
    }

    @Test
    void failedCheckMakesItUnreadyButAlive() throws Exception {
        server.application().databaseIsUp.set(false);
        var ready = server.get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(header(ready, "Content-Type")).isEqualTo("application/json");
        assertThat(header(ready, "Retry-After")).isEqualTo("5");
        JsonNode body = json.readTree(ready.body());
        assertThat(schemas.validate("Readiness", body)).isEmpty();
        assertThat(body.at("/checks/0/detail").asText()).isEqualTo("The database does not answer.");
        assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(json.readTree(server.get("/health").body()).at("/status").asText())
                .isEqualTo("down");
    }

    @Test
    void reportsItsBuild() throws Exception {
        JsonNode version = json.readTree(server.get("/version").body());
        assertThat(version.at("/version").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(version.at("/commit").asText()).matches("[0-9a-f]{40}|unknown");
        assertThat(version.at("/built_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(version.at("/contract_version").asText()).isEqualTo(contract.version());
        assertThat(version.at("/content_digest").asText()).isEqualTo(OpsApplication.DIGEST);
    }

    @Test
    void servesTheCommittedContractByteForByte() throws Exception {
        var yaml = server.get("/openapi.yaml");
        assertThat(yaml.body()).isEqualTo(new String(contract.yaml(), StandardCharsets.UTF_8));
        assertThat(header(yaml, "Content-Type")).isEqualTo("application/yaml");
        assertThat(json.readTree(server.get("/openapi.json").body())).isEqualTo(contract.json());
    }

    @Test
    void servesEveryComponentAsASchema() throws Exception {
        for (String name : contract.schemaNames()) {
            var schema = server.get("/schemas/" + name + ".json");
            assertThat(schema.statusCode()).as(name).isEqualTo(200);
            assertThat(header(schema, "Content-Type")).isEqualTo("application/schema+json");
            assertThat(json.readTree(schema.body()))
                    .isEqualTo(contract.schema(name).orElseThrow());
        }
        assertThat(server.get("/schemas/Nothing.json").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openapi.yaml", "/openapi.json", "/schemas/Turn.json", "/docs/assets/docs.css", "/"})
    void answers304ToAMatchingETag(String path) throws Exception {
        HttpResponse<String> first = server.get(path);
        String tag = header(first, "ETag");
        assertThat(tag).startsWith("\"");
        assertThat(header(first, "Cache-Control")).isEqualTo("no-cache");
        for (String has : new String[] {tag, "W/" + tag, "\"other\", " + tag, "*"}) {
            var again = server.get(path, "If-None-Match", has);
            assertThat(again.statusCode()).as(has).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(header(again, "ETag")).isEqualTo(tag);
            assertThat(header(again, "Cache-Control")).isEqualTo("no-cache");
            assertThat(header(again, "X-Request-Id")).isNotEmpty();
        }
        assertThat(server.send("HEAD", path, "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(server.get(path, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    }

    @Test
    void compressionDoesNotBreakConditionalReads() throws Exception {
        String tag = header(server.get("/openapi.yaml", "Accept-Encoding", "gzip"), "ETag");
        assertThat(server.get("/openapi.yaml", "Accept-Encoding", "gzip", "If-None-Match", tag)
                        .statusCode())
                .isEqualTo(304);
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void everyProblemHasAPage(Failure failure) throws Exception {
        var page = server.get("/docs/problems/" + failure.code(), "Accept", "text/html");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<h1>" + escaped(failure) + "</h1>", failure.code());
        assertThat(page.body().replaceFirst("(?s)<pre>.*</pre>", "")).doesNotContain("`");
    }

    @Test
    void unknownProblemHasNoPage() throws Exception {
        assertThat(server.get("/docs/problems/nonsense").statusCode()).isEqualTo(404);
    }

    @Test
    void problemListLinksToEachProblem() throws Exception {
        var page = server.get("/docs/problems");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(Failure.values())
                .allSatisfy(failure -> assertThat(page.body())
                        .contains("href=\"/docs/problems/" + failure.code() + "\"", escaped(failure)));
    }

    private static String escaped(Failure failure) {
        return HtmlEscapers.htmlEscaper().escape(failure.title());
    }

    /** Pages work offline: everything they load or link to is served by this service. */
    @ParameterizedTest
    @ValueSource(strings = {"/docs", "/docs/problems", "/docs/problems/session_ended"})
    void documentationLoadsNothingFromOtherHosts(String path) throws Exception {
        String page = server.get(path).body();
        assertThat(page).doesNotContain("<style", " style=");
        var links = Pattern.compile("(?:href|src)=\"([^\"]*)\"")
                .matcher(page)
                .results()
                .map(found -> found.group(1));
        for (String link : new TreeSet<>(links.toList())) {
            if (link.startsWith("#")) {
                assertThat(page).contains("id=\"" + link.substring(1) + "\"");
            } else {
                assertThat(link).matches("/(?!/).*");
                assertThat(server.get(link).statusCode()).as(link).isEqualTo(200);
            }
        }
    }

    @Test
    void servesExactlyTheOperationsOfTheContract() {
        var served = Routes.served(server.environment().jersey().getResourceConfig());
        served.removeIf(route -> route.contains("/probe"));
        assertThat(served)
                .isEqualTo(contract.operations().stream()
                        .filter(operation -> !operation.path().startsWith("/api/"))
                        .map(operation -> operation.method() + " " + operation.path())
                        .collect(Collectors.toSet()));
    }
}
