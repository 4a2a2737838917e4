package dev.viva.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.openai.OpenAiRealtime;
import dev.viva.simulator.patient.Scripts;
import io.dropwizard.util.Duration;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class ControlRoutesTest {
    private static final String KEY = SimulatorServer.KEY.reveal();

    private SimulatorServer server;
    private OpenAiRealtime provider;
    private HttpClient client;
    private String callId;

    @BeforeEach
    void start() throws Exception {
        server = new SimulatorServer(
                SimulatorServer.configuration(SimulatorConfiguration.MediaType.NONE, 5, Duration.milliseconds(0)));
        provider = server.provider(SimulatorServer.KEY);
        client = HttpClient.newHttpClient();
        callId = provider.createCall(
                        SimulatorServer.offer("v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"), SimulatorServer.config())
                .callId();
    }

    @AfterEach
    void stop() throws Exception {
        client.shutdownNow();
        provider.close();
        server.close();
    }

    private HttpResponse<String> send(String method, String path, String credential, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.address() + path.replace("{call}", callId)))
                        .header("Authorization", "Bearer " + credential)
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    void letsAStudentSpeak() throws Exception {
        try (TestSideband sideband = TestSideband.of(server, client, callId)) {
            assertThat(send(
                                    "POST",
                                    "/control/calls/{call}/turns",
                                    KEY,
                                    "{\"says\": \"What makes it better?\", \"speaking\": \"0s\"}")
                            .statusCode())
                    .isEqualTo(202);
            List<JsonNode> events = sideband.until("rate_limits.updated");

            assertThat(TestSideband.types(events))
                    .startsWith("input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped")
                    .contains("conversation.item.input_audio_transcription.completed", "response.done");
            assertThat(events)
                    .anySatisfy(event ->
                            assertThat(event.path("transcript").asText()).isEqualTo(Scripts.BETTER));
        }
    }

    @Test
    void disconnectsTheBrowser() throws Exception {
        try (TestSideband sideband = TestSideband.of(server, client, callId)) {
            assertThat(send("GET", "/control/calls", KEY, "").body()).isEqualTo("{\"calls\":[\"" + callId + "\"]}");
            assertThat(send("POST", "/control/calls/{call}/leave", KEY, "").statusCode())
                    .isEqualTo(202);

            assertThat(sideband.closeCode()).isEqualTo(1000);
            assertThat(send("GET", "/control/calls", KEY, "").body()).isEqualTo("{\"calls\":[]}");
        }
    }

    @Test
    void expiresTheSession() throws Exception {
        try (TestSideband sideband = TestSideband.of(server, client, callId)) {
            send("POST", "/control/calls/{call}/expire", KEY, "");

            assertThat(sideband.until("error").getLast().at("/error/code").asText())
                    .isEqualTo("session_expired");
            assertThat(sideband.closeCode()).isEqualTo(1001);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "POST, /control/calls/{call}/turns,   other, 401",
        "POST, /control/calls/rtc_none/turns, key,   404",
        "POST, /control/calls/{call}/turns,   key,   400",
        "POST, /control/calls/{call}/dance,   key,   404",
        "GET,  /control/calls,                other, 401",
        "GET,  /control,                      key,   404",
    })
    void requiresTheKey(String method, String path, String credential, int status) throws Exception {
        String shown = credential.equals("key") ? KEY : credential;
        assertThat(send(method, path, shown, "{}").statusCode()).isEqualTo(status);
    }
}
