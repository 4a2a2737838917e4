package dev.viva.http;

import static dev.viva.ops.OpsServer.header;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.contract.Contract;
import dev.viva.ops.OpsServer;
import dev.viva.testing.Until;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDefaultsTest {
    @RegisterExtension
    static final OpsServer server = new OpsServer();

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/nowhere", "/probe/fail", "/", "/assets/none.js", "/docs/assets/docs.css"})
    void echoesAValidRequestId(String path) throws Exception {
        assertThat(header(server.get(path, "X-Request-Id", "from-the-client_1"), "X-Request-Id"))
                .isEqualTo("from-the-client_1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "has spaces in it", "<script>alert(1)</script>", "säuberlich"})
    void replacesAnyOtherRequestId(String given) throws Exception {
        String id = header(server.get("/health/live", "X-Request-Id", given), "X-Request-Id");
        assertThat(id).matches("req_[A-Za-z0-9_-]{8,60}");
        assertThat(header(server.get("/health/live"), "X-Request-Id"))
                .startsWith("req_")
                .isNotEqualTo(id);
    }

    @Test
    void problemContainsTheRequestIdAndPath() throws Exception {
        for (String path : List.of("/nowhere/a%7Cb", "/assets/none.js", "/probe/fail")) {
            assertThat(server.get(path, "X-Request-Id", "from-the-client_1").body())
                    .contains("\"request_id\":\"from-the-client_1\"", "\"instance\":\"" + path + "\"");
        }
    }

    @Test
    void refusalsOfTheContainerAreProblemsWithAnId() throws Exception {
        var ambiguous = server.get("/assets/..%2f..%2fopenapi.yaml");
        assertThat(ambiguous.statusCode()).isEqualTo(400);
        assertThat(header(ambiguous, "Content-Type")).isEqualTo("application/problem+json");
        String id = header(ambiguous, "X-Request-Id");
        assertThat(id).startsWith("req_");
        assertThat(ambiguous.body()).contains("\"request_id\":\"" + id + "\"");
        String garbled = server.raw("GET / HTTP/1.1\r\nHost: a\r\nbroken\u0000: x\r\n\r\n");
        assertThat(garbled)
                .startsWith("HTTP/1.1 400")
                .contains("Content-Type: application/problem+json", "X-Request-Id: req_", "malformed_request");
        assertThat(server.raw("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("HTTP/1.1 414")
                .contains("X-Request-Id: req_", "uri_too_long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.2", "HTTP/3.0", "HTTP/9.9", "HTTP/1.1\r\nTransfer-Encoding: gzip"})
    void unsupportedHttpVersionOrEncodingIsAClientError(String version) throws Exception {
        assertThat(server.raw("GET /health/live " + version + "\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("Content-Type: application/problem+json", "X-Request-Id: req_", "malformed_request");
    }

    /** So that no client sends its next request on a closing connection. */
    @ParameterizedTest
    @ValueSource(strings = {"/docs/%00", "/docs/%E2%82", "/assets/..%2fa"})
    void invalidRequestTargetClosesTheConnection(String path) throws Exception {
        assertThat(server.raw("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("malformed_request", "Connection: close");
    }

    @Test
    void logContextContainsTheCallersTrace() throws Exception {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        String context = server.get(
                        "/probe/1/mdc",
                        "X-Request-Id",
                        "from-the-client_1",
                        "traceparent",
                        "00-" + trace + "-00f067aa0ba902b7-01")
                .body();
        assertThat(context)
                .contains("\"request_id\":\"from-the-client_1\"", "\"trace_id\":\"" + trace)
                .doesNotContain("/probe/1/mdc") // paths hold ids
                .containsPattern("\"traceparent\":\"00-" + trace + "-[0-9a-f]{16}-01\"")
                .doesNotContain("00f067aa0ba902b7");
    }

    @Test
    void everyReplyHasSecurityHeaders() throws Exception {
        for (String path :
                List.of("/", "/docs", "/docs/assets/docs.css", "/health/live", "/nowhere", "/probe/stream")) {
            var reply = server.get(path);
            assertThat(header(reply, "X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(header(reply, "Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(header(reply, "X-Frame-Options")).isEqualTo("SAMEORIGIN");
            assertThat(header(reply, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
            assertThat(header(reply, "Permissions-Policy")).contains("microphone=(self)");
            assertThat(header(reply, "Strict-Transport-Security")).isEqualTo("max-age=31536000");
            assertThat(header(reply, "Content-Security-Policy"))
                    .contains("default-src 'self'", "script-src 'self';", "frame-ancestors 'self'")
                    .endsWith("style-src 'self' 'sha256-abc='");
        }
    }

    @ParameterizedTest(name = "{0} {1}, Accept {2}: {3} {4}")
    @CsvSource(delimiter = '|', textBlock = """
            GET  | /probe/1/mdc | application/json                                        | 200 | application/json
            GET  | /probe/1/mdc | application/problem+json, application/json;q=0.5        | 200 | application/json
            GET  | /probe/1/mdc | application/problem+json                                | 406 | application/problem+json
            GET  | /probe/1/mdc | application/problem+json, text/html                     | 406 | application/problem+json
            GET  | /probe/1/mdc | application/*                                           | 200 | application/json
            GET  | /probe/1/mdc | */*                                                     | 200 | application/json
            GET  | /probe/1/mdc | text/html                                               | 406 | application/problem+json
            GET  | /docs        | application/*                                           | 406 | application/problem+json
            GET  | /docs        | text/*;q=0.1, application/problem+json                  | 200 | text/html;charset=utf-8
            GET  | /probe/fail  | text/html                                               | 409 | application/problem+json
            GET  | /nowhere     | image/png                                               | 404 | application/problem+json
            GET  | /nowhere     | application/problem+json                                | 404 | application/problem+json
            POST | /docs        | text/html                                               | 405 | application/problem+json
            """)
    void negotiatesSuccessesButNeverProblems(String method, String path, String accept, int status, String type)
            throws Exception {
        var reply = server.send(method, path, "Accept", accept);
        assertThat(reply.statusCode()).isEqualTo(status);
        assertThat(header(reply, "Content-Type")).isEqualTo(type);
    }

    @Test
    void unacceptableRequestHasNoEffect() throws Exception {
        int before = server.application().probes.done.get();
        assertThat(server.send("POST", "/probe", "Accept", "application/problem+json")
                        .statusCode())
                .isEqualTo(406);
        assertThat(server.application().probes.done).hasValue(before);
    }

    @Test
    void configuredOriginMayCallAndReadHeaders() throws Exception {
        var reply = server.get("/health/live", "Origin", "https://clinic.example");
        assertThat(header(reply, "Access-Control-Allow-Origin")).isEqualTo("https://clinic.example");
        assertThat(header(reply, "Access-Control-Expose-Headers"))
                .contains(
                        "Date",
                        "ETag",
                        "Link",
                        "Location",
                        "RateLimit",
                        "RateLimit-Policy",
                        "Retry-After",
                        "X-Request-Id");
        assertThat(header(reply, "Vary")).contains("Origin");
        var preflight = server.send(
                "OPTIONS",
                "/probe",
                "Origin",
                "https://clinic.example",
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "authorization,x-rtc-token");
        assertThat(preflight.statusCode()).isEqualTo(200);
        assertThat(header(preflight, "Access-Control-Allow-Methods")).contains("POST");
    }

    @Test
    void configuredOriginMayUseAllThatTheContractHas() throws Exception {
        JsonNode components = Contract.load().json().path("components");
        var methods = Contract.load().operations().stream()
                .map(Contract.Operation::method)
                .distinct();
        var sent = components
                .path("parameters")
                .valueStream()
                .filter(parameter -> parameter.path("in").asText().equals("header"));
        Set<String> told = new TreeSet<>();
        Stream.of(Contract.load().json().path("paths"), components.path("responses"))
                .flatMap(part -> part.findValues("headers").stream())
                .forEach(headers -> headers.fieldNames().forEachRemaining(told::add));
        told.remove("Cache-Control"); // every script may read it (Fetch standard, section 2.2.2)

        var preflight = server.send(
                "OPTIONS",
                "/probe",
                "Origin",
                "https://clinic.example",
                "Access-Control-Request-Method",
                "PUT",
                "Access-Control-Request-Headers",
                "if-match");
        assertThat(words(preflight, "Access-Control-Allow-Methods")).containsAll(methods.toList());
        assertThat(words(preflight, "Access-Control-Allow-Headers"))
                .containsAll(
                        sent.map(parameter -> parameter.path("name").asText()).toList());
        var reply = server.get("/health/live", "Origin", "https://clinic.example");
        assertThat(words(reply, "Access-Control-Expose-Headers")).containsAll(told);
    }

    private static List<String> words(HttpResponse<?> reply, String name) {
        return List.of(header(reply, name).split(", *"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://clinicXexample", "https://clinic.example.evil.example", "http://clinic.example", "null"
            })
    void refusesOtherOrigins(String origin) throws Exception {
        var reply = server.get("/health/live", "Origin", origin);
        assertThat(header(reply, "Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void metricsAreOnTheAdminPortOnlyAndByRoute() throws Exception {
        server.get("/probe/secret-id/mdc?token=secret");
        server.get("/nowhere/secret-id");
        server.get("/probe/stream");
        // A request is counted when it completes, perhaps after its client has the reply.
        var expected = List.of(
                "viva_http_request_duration_seconds_count{method=\"GET\",route=\"/probe/{id}/mdc\",status=\"200\"}",
                "route=\"unmatched\",status=\"404\"",
                "route=\"/probe/stream\"");
        var metrics = Until.present("all requests are counted", () -> {
            var now = metrics();
            return expected.stream().allMatch(now.body()::contains) ? now : null;
        });
        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.body())
                .contains("jvm_memory_used_bytes", "viva_http_connections{connector=\"application\"}")
                .doesNotContain("secret");
        assertThat(server.get("/metrics").statusCode()).isEqualTo(404);
    }

    private static HttpResponse<String> metrics() {
        try {
            return server.getAdmin("/metrics");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
