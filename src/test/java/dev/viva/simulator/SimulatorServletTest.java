package dev.viva.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.openai.OpenAiRealtime;
import dev.viva.problem.Secret;
import dev.viva.realtime.Call;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.ProviderException.Kind;
import dev.viva.simulator.conversation.ServerEvents;
import dev.viva.simulator.media.WebRtcCallTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Without media: what WebRTC adds is tested in {@link WebRtcCallTest}. */
class SimulatorServletTest {
    private static final String OFFER = """
            v=0
            o=- 1 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            m=audio 9 UDP/TLS/RTP/SAVPF 96
            a=mid:0
            a=rtpmap:96 opus/48000/2
            m=application 9 UDP/DTLS/SCTP webrtc-datachannel
            a=mid:1
            """.replace("\n", "\r\n");

    private SimulatorServer server;
    private OpenAiRealtime provider;
    private HttpClient client;

    @BeforeEach
    void start() throws Exception {
        server = new SimulatorServer(SimulatorServer.configuration(SimulatorConfiguration.MediaType.NONE, 2, null));
        provider = server.provider(SimulatorServer.KEY);
        client = HttpClient.newHttpClient();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        provider.close();
        server.close();
    }

    private Call create(String offer) {
        return provider.createCall(SimulatorServer.offer(offer), SimulatorServer.config());
    }

    private ProviderException failure(String offer) {
        return catchThrowableOfType(ProviderException.class, () -> create(offer));
    }

    private HttpResponse<String> post(String path, String type, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.address() + path))
                        .header("Authorization", "Bearer " + SimulatorServer.KEY.reveal())
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String multipart(String sdp, String session) {
        return "--x\r\nContent-Disposition: form-data; name=\"sdp\"\r\n\r\n" + sdp
                + "\r\n--x\r\nContent-Disposition: form-data; name=\"session\"\r\n\r\n" + session + "\r\n--x--\r\n";
    }

    @Test
    void startsAndEndsCallsForTheAdapter() {
        Call call = create(OFFER);

        assertThat(call.callId()).matches("rtc_u0_[A-Za-z0-9]{20}");
        assertThat(call.upstreamRequestId()).startsWith("req_");
        assertThat(new String(call.answer().bytes(), StandardCharsets.UTF_8))
                .startsWith("v=0\r\n")
                .endsWith("\r\n")
                .contains("a=group:BUNDLE 0 1\r\n", "opus/48000/2", "a=setup:active\r\n");
        assertThat(server.simulator.liveCalls()).isEqualTo(1);
        provider.hangUp(call.callId());
        assertThat(server.simulator.liveCalls()).isZero();
        provider.hangUp(call.callId());
    }

    @Test
    void answersLikeTheProvider() throws Exception {
        HttpResponse<String> created = post(
                "/v1/realtime/calls", "multipart/form-data; boundary=x", multipart(OFFER, "{\"type\":\"realtime\"}"));

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(created.headers().firstValue("openai-processing-ms")).isPresent();
        String location = created.headers().firstValue("location").orElseThrow();
        assertThat(location).startsWith("/v1/realtime/calls/rtc_");

        HttpResponse<String> ended = post(location + "/hangup", "text/plain", "");
        assertThat(ended.statusCode()).isEqualTo(200);
        assertThat(ended.body()).isEmpty();
        HttpResponse<String> again = post(location + "/hangup", "text/plain", "");
        assertThat(again.statusCode()).isEqualTo(404);
        assertThat(again.body()).contains("call_id_not_found");
    }

    @Test
    void refusesAnotherKey() {
        try (OpenAiRealtime stranger = server.provider(new Secret("ek_unknown"))) {
            ProviderException failure = catchThrowableOfType(
                    ProviderException.class,
                    () -> stranger.createCall(SimulatorServer.offer(OFFER), SimulatorServer.config()));
            assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
            assertThat(failure.code()).isEqualTo("invalid_api_key");
        }
    }

    @Test
    void refusesAnOfferWithoutATrailingLineBreak() {
        assertThat(failure(OFFER.stripTrailing()).kind()).isEqualTo(Kind.INVALID_OFFER);
        assertThat(failure("o=- 1 2\r\n").kind()).isEqualTo(Kind.INVALID_OFFER);
        assertThat(failure("").kind()).isEqualTo(Kind.INVALID_OFFER);
        assertThat(server.simulator.liveCalls()).isZero();
    }

    @Test
    void refusesCallsAboveItsLimit() {
        Call first = create(OFFER);
        create(OFFER);
        ProviderException failure = failure(OFFER);
        assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
        assertThat(failure.retryAfter()).isPositive();

        provider.hangUp(first.callId());
        assertThat(create(OFFER).callId()).isNotBlank();
    }

    @Test
    void acceptsA64KibOfferAndRefusesAnEndlessOne() {
        assertThat(create(OFFER + "a=x:y\r\n".repeat(64 * 1024 / 7)).callId()).isNotBlank();
        ProviderException failure = failure(OFFER + "a=x:y\r\n".repeat(100_000));
        assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
        assertThat(failure.status()).isEqualTo(413);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\": \"m\"}                                        | missing_required_parameter | session.type",
                "{\"type\": \"realtime\", \"modalities\": [\"audio\"]}     | unknown_parameter          | session.modalities",
                "{\"type\": \"realtime\", \"voice\": \"alloy\"}            | unknown_parameter          | session.voice",
                "{\"type\": \"realtime\", \"audio\": {\"input\": {\"format\": \"pcm16\"}}} | invalid_type | session.audio.input.format",
                "{\"type\": \"transcription\"}                             | invalid_value              | session.type",
                "{\"type\": \"realtime\", \"output_modalities\": [\"audio\", \"text\"]} | invalid_value | session.output_modalities",
                "[]                                                        | invalid_type               | session",
                "not json                                                  | invalid_type               | session",
            })
    void refusesAnInvalidSessionShape(String session, String code, String param) throws Exception {
        HttpResponse<String> refused =
                post("/v1/realtime/calls", "multipart/form-data; boundary=x", multipart(OFFER, session));

        assertThat(refused.statusCode()).isEqualTo(400);
        JsonNode error = ServerEvents.JSON.readTree(refused.body()).path("error");
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("param").asText()).isEqualTo(param);
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/realtime/calls,                     application/sdp,                  400, unsupported_content_type",
        "/v1/realtime/calls,                     multipart/form-data; boundary=y,  400, invalid_multipart_form_data",
        "/v1/realtime/calls,                     multipart/form-data,              400, invalid_multipart_form_data",
        "/v1/realtime/sessions,                  application/json,                 404, unknown_url",
        "/v1/realtime/calls/rtc_1/accept,        application/json,                 404, unknown_url",
        "/v1/realtime/calls/rtc_1/hangup,        text/plain,                       404, call_id_not_found",
        "'',                                     text/plain,                       404, unknown_url",
    })
    void refusesUnknownRequests(String path, String type, int status, String code) throws Exception {
        HttpResponse<String> refused = post(path, type, "nothing of use");

        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(ServerEvents.JSON.readTree(refused.body()).at("/error/code").asText())
                .isEqualTo(code);
    }

    @Test
    void requiresBothParts() throws Exception {
        String onlyOffer = "--x\r\nContent-Disposition: form-data; name=\"sdp\"\r\n\r\n" + OFFER + "\r\n--x--\r\n";
        HttpResponse<String> refused = post("/v1/realtime/calls", "multipart/form-data; boundary=x", onlyOffer);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("missing_required_parameter");
    }

    @Test
    void stoppingEndsAllCalls() throws Exception {
        create(OFFER);
        server.simulator.stop();

        assertThat(server.simulator.liveCalls()).isZero();
        assertThat(failure(OFFER).kind()).isEqualTo(Kind.UNAVAILABLE);
    }
}
