package dev.viva.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.simulator.SimulatorConfiguration.MediaType;
import dev.viva.simulator.conversation.ServerEvents;
import io.dropwizard.util.Duration;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class FaultsTest {
    private static final String KEY = "Bearer " + SimulatorServer.KEY.reveal();
    private static final String CALLS = "/v1/realtime/calls";
    private static final String SECRETS = "/v1/realtime/client_secrets";
    private static final String CALL = "--x\r\nContent-Disposition: form-data; name=\"sdp\"\r\n\r\nv=0\r\n"
            + "\r\n--x\r\nContent-Disposition: form-data; name=\"session\"\r\n\r\n"
            + "{\"type\":\"realtime\",\"model\":\"gpt-realtime-2.1\"}\r\n--x--\r\n";

    private SimulatorServer server;
    private HttpClient client;

    @BeforeEach
    void start() throws Exception {
        server = new SimulatorServer(SimulatorServer.configuration(MediaType.NONE, 50, Duration.milliseconds(0)));
        client = HttpClient.newHttpClient();
    }

    @AfterEach
    void stop() throws Exception {
        client.shutdownNow();
        server.close();
    }

    private HttpRequest.Builder request(String path, String faults) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.address() + path))
                .header("Authorization", KEY)
                .timeout(java.time.Duration.ofSeconds(20));
        return faults.isEmpty() ? request : request.header(FaultPlan.HEADER, faults);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> call(String faults) throws IOException, InterruptedException {
        return send(request(CALLS, faults)
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(BodyPublishers.ofString(CALL)));
    }

    private HttpResponse<String> mint(String faults) throws IOException, InterruptedException {
        return send(request(SECRETS, faults)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")));
    }

    private HttpResponse<String> hangUp(String callId, String faults) throws IOException, InterruptedException {
        return send(request(CALLS + "/" + callId + "/hangup", faults).POST(BodyPublishers.noBody()));
    }

    private HttpResponse<String> control(String method, String faults) throws IOException, InterruptedException {
        return send(request("/control/faults", "").method(method, BodyPublishers.ofString(faults)));
    }

    private String callId(String faults) throws IOException, InterruptedException {
        String location = call(faults).headers().firstValue("location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static String code(HttpResponse<String> refused) throws IOException {
        return ServerEvents.JSON.readTree(refused.body()).at("/error/code").asText();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "rate_limited                 | 429 | rate_limit_exceeded |",
                "rate_limited, retry_after=3s | 429 | rate_limit_exceeded | 3",
                "quota                        | 429 | insufficient_quota  |",
                "server_error                 | 500 | server_error        |",
                "failure=unavailable          | 503 | slow_down           |",
                "bad_model=gpt-realtime-2.1   | 403 | model_not_found     |",
                "failure=sometimes            | 400 | invalid_value       |",
                "no_such_fault                | 400 | invalid_value       |",
                "delay=soon                   | 400 | invalid_value       |",
            })
    void failsACallAsItsHeaderDemands(String faults, int status, String code, String retryAfter) throws Exception {
        HttpResponse<String> refused = call(faults);

        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(code(refused)).isEqualTo(code);
        assertThat(refused.headers().firstValue("retry-after").orElse(null)).isEqualTo(retryAfter);
        assertThat(server.simulator.liveCalls()).isZero();
        assertThat(call("").statusCode()).isEqualTo(201);
    }

    @Test
    void keepsTheConnectionOfAnUnreadRequest() throws Exception {
        for (int i = 0; i < 200; i++) {
            assertThat(call("server_error").statusCode()).isEqualTo(500);
        }
    }

    @ParameterizedTest
    @CsvSource({"malformed, 201", "edge_error, 502"})
    void answersWithAnHtmlPage(String fault, int status) throws Exception {
        HttpResponse<String> page = call(fault);

        assertThat(page.statusCode()).isEqualTo(status);
        assertThat(page.body()).startsWith("<html>");
    }

    @Test
    void omitsTheIdOfANewCall() throws Exception {
        assertThat(call("location=missing").headers().firstValue("location")).isEmpty();
        assertThat(call("location=truncated").headers().firstValue("location")).hasValue(CALLS + "/");
        assertThat(server.simulator.liveCalls()).isEqualTo(2);
    }

    @Test
    void closesTheConnectionWithoutAnAnswer() {
        assertThatThrownBy(() -> call("drop"))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void answersLateOrNotAtAll() throws Exception {
        long begun = System.nanoTime();
        assertThat(call("delay=150ms").statusCode()).isEqualTo(201);
        assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(150_000_000);

        HttpRequest.Builder impatient = request("/v1/models", "hang").timeout(java.time.Duration.ofMillis(300));
        assertThatThrownBy(() -> send(impatient)).isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void stoppingEndsAHangingRequest() throws Exception {
        var hanging = client.sendAsync(request("/v1/models", "hang").build(), BodyHandlers.ofString());
        server.simulator.stop();

        assertThatThrownBy(hanging::join).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void failsTheFirstHangUps() throws Exception {
        String callId = callId("hangup_failures=2");

        assertThat(hangUp(callId, "").statusCode()).isEqualTo(500);
        assertThat(hangUp(callId, "").statusCode()).isEqualTo(500);
        assertThat(hangUp(callId, "").statusCode()).isEqualTo(200);
        assertThat(hangUp(callId, "").statusCode()).isEqualTo(404);
        HttpResponse<String> gone = hangUp(callId, "gone_as_bad_request");
        assertThat(gone.statusCode()).isEqualTo(400);
        assertThat(code(gone)).isEqualTo("call_id_not_found");
    }

    @Test
    void allowsHangUpsByAnotherCredentialIfConfigured() throws Exception {
        String secret =
                ServerEvents.JSON.readTree(mint("").body()).path("value").asText();
        HttpResponse<String> made = client.send(
                HttpRequest.newBuilder(URI.create(server.address() + CALLS))
                        .header("Authorization", "Bearer " + secret)
                        .header("Content-Type", "application/sdp")
                        .POST(BodyPublishers.ofString("v=0\r\n"))
                        .build(),
                BodyHandlers.ofString());
        String callId = made.headers().firstValue("location").orElseThrow().replace(CALLS + "/", "");

        assertThat(hangUp(callId, "").statusCode()).isEqualTo(404);
        assertThat(hangUp(callId, "hangup_by_owner_only=false").statusCode()).isEqualTo(200);
    }

    @Test
    void cutsASidebandAfterSomeEvents() throws Exception {
        String callId = callId("sideband_drop_after=3");
        try (TestSideband sideband = TestSideband.of(server, client, callId)) {
            for (int i = 0; i < 3; i++) {
                sideband.send("{\"type\": \"input_audio_buffer.clear\"}");
                sideband.until("input_audio_buffer.cleared");
            }

            assertThat(sideband.closeCode()).isEqualTo(1006);
            assertThat(server.simulator.liveCalls()).isEqualTo(1);
        }
    }

    @Test
    void repeatsEveryEvent() throws Exception {
        try (TestSideband sideband = TestSideband.of(server, client, callId("duplicate_events"))) {
            sideband.send("{\"type\": \"input_audio_buffer.clear\"}");
            List<JsonNode> first = sideband.until("input_audio_buffer.cleared");

            assertThat(sideband.until("input_audio_buffer.cleared")).isEqualTo(first);
        }
    }

    @Test
    void sendsMessagesInPieces() throws Exception {
        try (TestSideband sideband = TestSideband.of(server, client, callId("fragmented_frames"))) {
            sideband.send("""
                    {"type": "session.update", "session": {"type": "realtime", "instructions": "%s"}}""".formatted("ñ🙂".repeat(500)));

            assertThat(sideband.until("session.updated")
                            .getLast()
                            .at("/session/instructions")
                            .asText())
                    .isEqualTo("ñ🙂".repeat(500));
            assertThat(sideband.frames()).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void endsACallSilently() throws Exception {
        String callId = callId("silent_end");
        try (TestSideband sideband = TestSideband.of(server, client, callId)) {
            hangUp(callId, "");
            assertThat(TestSideband.refusal(client, server.address(), "?call_id=" + callId, "Authorization", KEY))
                    .isEqualTo(404);

            assertThat(sideband.isOpen()).isTrue();
            assertThat(sideband.unread()).isEmpty();
        }
    }

    @Test
    void endsASessionEarly() throws Exception {
        TestSideband attached;
        try {
            attached = TestSideband.of(server, client, callId("session_lifetime=1s"));
        } catch (CompletionException over) { // a busy machine was late
            attached = TestSideband.of(server, client, callId("session_lifetime=20s"));
        }
        try (TestSideband sideband = attached) {
            assertThat(sideband.until("error").getLast().at("/error/code").asText())
                    .isEqualTo("session_expired");
            assertThat(sideband.closeCode()).isEqualTo(1001);
        }
    }

    @Test
    void appliesControlFaultsUntilTheyAreCleared() throws Exception {
        assertThat(control("PUT", "{\"applies_to\": \"secrets\", \"failure\": \"server_error\", \"times\": 2}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(call("").statusCode()).isEqualTo(201);
        assertThat(mint("").statusCode()).isEqualTo(500);
        assertThat(mint("").statusCode()).isEqualTo(500);
        assertThat(mint("").statusCode()).isEqualTo(200);

        control("PUT", "{\"failure\": \"quota\"}");
        assertThat(ServerEvents.JSON
                        .readTree(control("GET", "").body())
                        .path("failure")
                        .asText())
                .isEqualTo("QUOTA");
        assertThat(call("").statusCode()).isEqualTo(429);
        assertThat(call("failure=none").statusCode()).isEqualTo(201);
        control("DELETE", "");
        assertThat(call("").statusCode()).isEqualTo(201);
    }

    @Test
    void countsTheFailuresOfAHeaderApart() throws Exception {
        control("PUT", "{\"failure\": \"server_error\", \"times\": 1}");

        assertThat(mint("failure=rate_limited, times=1").statusCode()).isEqualTo(429);
        assertThat(mint("failure=rate_limited, times=1").statusCode()).isEqualTo(200);
        assertThat(mint("").statusCode()).isEqualTo(500);
        assertThat(mint("").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"failing\": true}",
                "{\"times\": \"often\"}",
                "{\"times\": -1}",
                "{\"delay\": \"1h\"}",
                "nonsense"
            })
    void refusesUnknownFaults(String faults) throws Exception {
        assertThat(control("PUT", faults).statusCode()).isEqualTo(400);
        assertThat(call("").statusCode()).isEqualTo(201);
    }

    @Test
    void requiresTheKeyForFaults() throws Exception {
        HttpRequest stranger = HttpRequest.newBuilder(URI.create(server.address() + "/v1/models"))
                .header(FaultPlan.HEADER, "hang")
                .build();

        assertThat(client.send(stranger, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }

    @Test
    void refusesTheHandshakeOfASideband() throws Exception {
        String query = "?call_id=" + callId("");
        Map<String, Integer> statuses = Map.of("server_error", 500, "rate_limited", 429, "unavailable", 503);

        statuses.forEach((fault, status) -> assertThat(TestSideband.refusal(
                        client, server.address(), query, "Authorization", KEY, FaultPlan.HEADER, fault))
                .isEqualTo(status));
    }
}
