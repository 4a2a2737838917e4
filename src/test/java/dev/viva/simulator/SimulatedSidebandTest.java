package dev.viva.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.openai.OpenAiRealtime;
import dev.viva.simulator.media.WebRtcCallTest;
import dev.viva.simulator.patient.Scripts;
import dev.viva.testing.Until;
import io.dropwizard.util.Duration;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sidebands over real sockets, for calls without a browser; {@link WebRtcCallTest} has one. */
@Timeout(120)
class SimulatedSidebandTest {
    private static final String KEY = "Bearer " + SimulatorServer.KEY.reveal();

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
        callId = call();
    }

    @AfterEach
    void stop() throws Exception {
        client.shutdownNow();
        provider.close();
        server.close();
    }

    private String call() {
        return provider.createCall(
                        SimulatorServer.offer("v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"), SimulatorServer.config())
                .callId();
    }

    private TestSideband attach() {
        return TestSideband.of(server, client, callId);
    }

    private static String typed(String text) {
        return """
                {"type": "conversation.item.create", "item": {"type": "message", "role": "user", "id": "line",
                 "content": [{"type": "input_text", "text": "%s"}]}}""".formatted(text);
    }

    private static String instructions(String text) {
        return """
                {"type": "session.update", "session": {"type": "realtime", "instructions": "%s"}}""".formatted(text);
    }

    @Test
    void receivesAndSteersAConversationWithoutABrowser() throws Exception {
        try (TestSideband sideband = attach()) {
            sideband.send(typed("What makes it better?"));
            sideband.send("{\"type\": \"response.create\"}");
            List<JsonNode> events = sideband.until("output_audio_buffer.stopped");

            assertThat(TestSideband.types(events))
                    .startsWith("conversation.item.added", "conversation.item.done", "response.created")
                    .endsWith("response.done", "rate_limits.updated", "output_audio_buffer.stopped")
                    .contains("output_audio_buffer.started", "response.output_audio.done")
                    .doesNotContain("session.created", "response.output_audio.delta");
            assertThat(events)
                    .anySatisfy(event ->
                            assertThat(event.path("transcript").asText()).isEqualTo(Scripts.BETTER));
        }
    }

    @Test
    void sendsTheSameEventsInOrderToAllSidebands() throws Exception {
        try (TestSideband one = attach();
                TestSideband two = attach()) {
            one.send(instructions("Be brief."));
            two.send(typed("Hello"));

            assertThat(one.until("conversation.item.done")).isEqualTo(two.until("conversation.item.done"));
        }
    }

    @Test
    void acceptsEveryAllowedEvent() throws Exception {
        try (TestSideband sideband = attach()) {
            sideband.send(instructions("Case reference: no/one"));
            assertThat(sideband.until("session.updated")
                            .getLast()
                            .at("/session/instructions")
                            .asText())
                    .isEqualTo("Case reference: no/one");
            sideband.send(typed("Hello"));
            sideband.send("{\"type\": \"conversation.item.retrieve\", \"item_id\": \"line\"}");
            sideband.until("conversation.item.retrieved");
            sideband.send("{\"type\": \"response.create\"}");
            String spoken = sideband.until("response.output_item.added")
                    .getLast()
                    .at("/item/id")
                    .asText();
            sideband.until("output_audio_buffer.started");
            sideband.send("{\"type\": \"response.cancel\"}");
            sideband.until("response.done");
            sideband.send("{\"type\": \"output_audio_buffer.clear\"}");
            sideband.until("output_audio_buffer.cleared");
            sideband.send("""
                    {"type": "conversation.item.truncate", "item_id": "%s", "content_index": 0, "audio_end_ms": 10}""".formatted(spoken));
            sideband.until("conversation.item.truncated");
            sideband.send("{\"type\": \"conversation.item.delete\", \"item_id\": \"line\"}");
            sideband.until("conversation.item.deleted");
            sideband.send("{\"type\": \"nonsense\", \"event_id\": \"mine\"}");
            assertThat(sideband.until("error").getLast().at("/error/event_id").asText())
                    .isEqualTo("mine");
        }
    }

    @Test
    void continuesACallAfterItsSidebandIsCut() throws Exception {
        attach().close();
        try (TestSideband again = attach()) {
            again.send(typed("Hello"));
            again.until("conversation.item.done");
            assertThat(server.simulator.liveCalls()).isEqualTo(1);
        }
    }

    @Test
    void closesNormallyAfterAHangUp() throws Exception {
        try (TestSideband one = attach();
                TestSideband two = attach()) {
            provider.hangUp(callId);

            assertThat(one.closeCode()).isEqualTo(1000);
            assertThat(two.closeCode()).isEqualTo(1000);
            assertThat(TestSideband.refusal(client, server.address(), "?call_id=" + callId, "Authorization", KEY))
                    .isEqualTo(404);
        }
    }

    @Test
    void closesWhenTheSimulatorStops() throws Exception {
        try (TestSideband sideband = attach()) {
            server.simulator.stop();

            assertThat(sideband.closeCode()).isEqualTo(1001);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "?call_id=rtc_u0_unknown,                404",
        "'',                                     404",
        "?call_id={call}&model=gpt-realtime-2.1, 400",
        "?call_id={call}&intent=transcription,   400",
        "?call_id=rtc_u0_unknown&model=gpt,      400",
    })
    void refusesAHandshakeWithoutACall(String query, int status) {
        assertThat(TestSideband.refusal(
                        client, server.address(), query.replace("{call}", callId), "Authorization", KEY))
                .isEqualTo(status);
    }

    @Test
    void refusesAHandshakeWithoutTheKey() {
        String query = "?call_id=" + callId;
        assertThat(TestSideband.refusal(client, server.address(), query)).isEqualTo(401);
        assertThat(TestSideband.refusal(client, server.address(), query, "Authorization", "Bearer other"))
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?call_id={call}", "?model=gpt-realtime-2.1"})
    void refusesABetaClient(String query) throws Exception {
        String asked = query.replace("{call}", callId);
        try (TestSideband sideband =
                new TestSideband(client, server.address(), asked, "Authorization", KEY, "OpenAI-Beta", "realtime=v1")) {
            assertThat(sideband.until("error").getLast().at("/error/code").asText())
                    .isEqualTo("beta_api_shape_disabled");
            assertThat(sideband.closeCode()).isEqualTo(4000);
            assertThat(server.simulator.liveCalls()).isEqualTo(1);
        }
    }

    @Test
    void dropsASidebandThatDoesNotRead() throws Exception {
        try (Socket slow = handshakeThatIsNeverRead();
                TestSideband sideband = attach()) {
            sideband.send(typed("x".repeat(32_000)));
            for (int i = 0; i < 1_000; i++) {
                sideband.send("{\"type\": \"conversation.item.retrieve\", \"item_id\": \"line\"}");
                sideband.until("conversation.item.retrieved");
            }
            Until.isTrue("the slow sideband is dropped", () -> endsEarly(slow));
        }
    }

    private Socket handshakeThatIsNeverRead() throws Exception {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.setSoTimeout(5_000);
        socket.connect(new InetSocketAddress("127.0.0.1", server.address().getPort()));
        socket.getOutputStream().write("""
                GET %s/v1/realtime?call_id=%s HTTP/1.1
                Host: localhost
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Authorization: %s

                """.formatted(server.address().getPath(), callId, KEY)
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        byte[] begin = socket.getInputStream().readNBytes(12);
        assertThat(new String(begin, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 101");
        return socket;
    }

    /** Whether the connection ends, which an open sideband does not. */
    private static boolean endsEarly(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            return in.readAllBytes().length < 1_000 * 32_000;
        } catch (java.io.IOException e) {
            return !(e instanceof java.net.SocketTimeoutException);
        }
    }
}
