package dev.viva.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExchangeCheckTest {
    private static final String ID = "req_12345678";
    private static final String VOICES = "{\"default_voice\":\"marin\",\"voices\":[{\"voice\":\"marin\"}]}";
    private static final String REFUSAL =
            "{\"type\":\"/docs/problems/not_found\",\"title\":\"Not found\",\"status\":404,\"code\":\"not_found\","
                    + "\"detail\":\"None.\",\"instance\":\"/api/v1/personas/x\",\"request_id\":\"" + ID + "\"}";

    /** For an operation without a declared 400. */
    private static final String OF_A_SESSION = REFUSAL.replace("personas", "sessions");

    private final Map<String, List<String>> headers = new HashMap<>(Map.of(
            "Content-Type",
            List.of("application/json"),
            "X-Request-Id",
            List.of(ID),
            "Cache-Control",
            List.of("private, no-cache"),
            "ETag",
            List.of("\"a\""),
            "RateLimit-Policy",
            List.of("\"api\";q=1;w=1"),
            "RateLimit",
            List.of("\"api\";r=1;t=1")));

    private List<String> findings(String method, String path, int status, String body) {
        return ExchangeCheck.get().findings(exchange(method, path, status, body));
    }

    private Exchange exchange(String method, String path, int status, String body) {
        var request = new Exchange.Request(
                method, URI.create("http://viva" + path), HttpHeaders.of(Map.of(), (n, v) -> true), new byte[0]);
        var reply = new Exchange.Reply(
                status, HttpHeaders.of(headers, (n, v) -> true), body.getBytes(StandardCharsets.UTF_8));
        return new Exchange(request, reply);
    }

    @Test
    void acceptsAValidReply() {
        assertThat(findings("GET", "/api/v1/voices", 200, VOICES)).isEmpty();
    }

    @Test
    void reportsFindingsOfAValidatingProxy() {
        headers.put(
                "sl-violations",
                List.of("[{\"location\":[\"response\",\"body\"],\"severity\":\"Error\",\"message\":\"no voices\"},"
                        + "{\"location\":[\"request\"],\"severity\":\"Warning\",\"message\":\"a route\"}]"));

        assertThat(findings("GET", "/api/v1/voices", 200, VOICES))
                .containsExactly("the proxy finds at [\"response\",\"body\"]: no voices");
    }

    @Test
    void proxyMustKnowTheOperation() {
        headers.put(
                "sl-violations",
                List.of(
                        "[{\"location\":[\"request\"],\"severity\":\"Warning\",\"message\":\"Selected route not found\"}]"));

        assertThat(findings("GET", "/api/v1/voices", 200, VOICES))
                .containsExactly("the proxy finds at [\"request\"]: Selected route not found");
        assertThat(findings("GET", "/page", 200, "")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"default_voice":"marin","voices":[],"more":1}            | property 'more' is not defined
            {"default_voice":null,"voices":[]}                        | null found, string expected
            {"default_voice":"marin"}                                 | required property 'voices' not found
            {"default_voice":"a","voices":[],"voices":[]}             | Duplicate
            {"default_voice":"marin","voices":[]} {}                  | Trailing token
            {"default_voice":1e999999999,"voices":[]}                 | a number beyond all bounds
            no                                                        | is no application/json in UTF-8
            """)
    void reportsAnInvalidBody(String body, String finding) {
        assertThat(findings("GET", "/api/v1/voices", 200, body))
                .singleElement()
                .asString()
                .contains(finding);
    }

    @Test
    void reportsAnUndeclaredStatus() {
        assertThat(findings("GET", "/api/v1/voices", 201, VOICES))
                .containsExactly("listVoices does not declare status 201");
    }

    @Test
    void reportsAMissingMalformedOrUndeclaredHeader() {
        headers.remove("ETag");
        headers.put("X-Request-Id", List.of("short"));
        headers.put("Location", List.of("/here"));

        assertThat(findings("GET", "/api/v1/voices", 200, VOICES))
                .anyMatch(f -> f.equals("header ETag is missing"))
                .anyMatch(f -> f.startsWith("header X-Request-Id"))
                .anyMatch(f -> f.equals("header Location is not declared for this status"));
    }

    @Test
    void reportsAnUndeclaredMediaType() {
        headers.put("Content-Type", List.of("text/html"));

        assertThat(findings("GET", "/api/v1/voices", 200, VOICES))
                .containsExactly("media type 'text/html' is not one of [application/json]");
    }

    @Test
    void comparesAProblemWithItsReply() {
        headers.put("Content-Type", List.of("application/problem+json"));
        headers.put("Cache-Control", List.of("no-store"));
        headers.remove("ETag");
        assertThat(findings("GET", "/api/v1/personas/x", 404, REFUSAL)).isEmpty();

        headers.put("X-Request-Id", List.of("req_another_one"));
        assertThat(findings("GET", "/api/v1/personas/y", 404, REFUSAL.replace("\"status\":404", "\"status\":405")))
                .anyMatch(f -> f.contains("problem's status"))
                .anyMatch(f -> f.contains("problem's request_id"))
                .anyMatch(f -> f.contains("problem's instance"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            400 | malformed_request | /                       | ok
            400 | malformed_request | /api/v1/sessions/x      | ok
            400 | malformed_request | /api/v1/sessions/y      | problem's instance
            400 | invalid_parameter | /api/v1/sessions/x      | problem's code is 'invalid_parameter' and should be 'malformed_request'
            431 | malformed_request | /api/v1/sessions/x      | problem's code
            404 | not_found         | /                       | problem's instance is '/' and should be '/api/v1/sessions/x'
            """)
    void allowsOnlyDeclaredRefusalsOfHttp(int status, String code, String instance, String finding) {
        headers.put("Content-Type", List.of("application/problem+json"));
        headers.put("Cache-Control", List.of("no-store"));
        headers.remove("ETag");
        var found = findings(
                "GET",
                "/api/v1/sessions/x",
                status,
                OF_A_SESSION
                        .replace("not_found", code)
                        .replace("404", String.valueOf(status))
                        .replace("/api/v1/sessions/x", instance));

        if (finding.equals("ok")) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found).singleElement().asString().contains(finding);
        }
    }

    @Test
    void countsOnlyDeclaredStatusesAsExercised() {
        headers.put("Content-Type", List.of("application/problem+json"));
        headers.put("Cache-Control", List.of("no-store"));
        headers.remove("ETag");
        var exercised = new Exercised();

        exercised.add(exchange("GET", "/api/v1/sessions/x", 404, OF_A_SESSION));
        exercised.add(exchange(
                "GET",
                "/api/v1/sessions/x",
                400,
                OF_A_SESSION.replace("not_found", "malformed_request").replace("404", "400")));

        assertThat(exercised.seen()).containsExactly("getSession 404");
    }

    @Test
    void reportsAnAcceptedForbiddenRequest() {
        headers.put("Cache-Control", List.of("no-store"));
        headers.remove("ETag");

        assertThat(findings("GET", "/api/v1/sessions/" + "x".repeat(65) + "/turns?limit=201&after_seq=no", 200, "{}"))
                .anyMatch(f -> f.startsWith("the request's session_id"))
                .anyMatch(f -> f.startsWith("the request's limit"))
                .anyMatch(f -> f.startsWith("the request's after_seq"));
    }

    @Test
    void requires405ForAnUnknownMethod() {
        assertThat(findings("PUT", "/api/v1/voices", 200, VOICES))
                .contains("status 200 where there is no such operation, and should be 405");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            1  | phase        | {"seq":1,"type":"phase","phase":"objective"}                              | ok
               | gap          | {"type":"gap","gap":{"asked_seq":9,"last_seq":1}}                         | ok
            2  | phase        | {"seq":1,"type":"phase","phase":"objective"}                              | the frame's id
            1  | turn         | {"seq":1,"type":"phase","phase":"objective"}                              | the frame's event
               | phase        | {"type":"phase","phase":"objective"}                                      | a stored event has no id
            1  | phase        | {"seq":1,"type":"phase"}                                                  | lacks its member phase
            1  | call_started | {"seq":1,"type":"call_started","call":{"call_number":1},"phase":"objective"} | has the member phase of another type
            1  | call_started | {"seq":1,"type":"call_started","call":{"call_number":1,"reason":"replaced"}} | only a call that ended has a reason
            """)
    void reportsAnInvalidEvent(String id, String event, String data, String finding) throws Exception {
        String whole =
                data.replaceFirst("\\{", "{\"session_id\":\"ses_1\",\"created_at\":\"2026-11-02T10:04:00.000Z\",");
        var findings = new EventCheck().findings(id == null ? "" : id, event, new ObjectMapper().readTree(whole));

        if (finding.equals("ok")) {
            assertThat(findings).isEmpty();
        } else {
            assertThat(findings).anyMatch(f -> f.contains(finding));
        }
    }

    @Test
    void reportsAGapInTheEvents() throws Exception {
        var check = new EventCheck();
        String event =
                "{\"session_id\":\"ses_1\",\"created_at\":\"2026-11-02T10:04:00.000Z\",\"seq\":%d,\"type\":\"phase\",\"phase\":\"objective\"}";
        assertThat(check.findings("1", "phase", new ObjectMapper().readTree(event.formatted(1))))
                .isEmpty();

        assertThat(check.findings("3", "phase", new ObjectMapper().readTree(event.formatted(3))))
                .containsExactly("comes after 1");
    }
}
