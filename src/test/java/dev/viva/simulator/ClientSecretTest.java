package dev.viva.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.problem.Secret;
import dev.viva.simulator.SimulatorConfiguration.MediaType;
import dev.viva.simulator.conversation.Refusal;
import dev.viva.simulator.conversation.ServerEvents;
import dev.viva.testing.TestClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSecretTest {
    private static final String OFFER = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n";
    private static final String KEY = SimulatorServer.KEY.reveal();

    private SimulatorServer server;
    private HttpClient client;

    @BeforeEach
    void start() throws Exception {
        server = new SimulatorServer(SimulatorServer.configuration(MediaType.NONE, 5, null));
        client = HttpClient.newHttpClient();
    }

    @AfterEach
    void stop() throws Exception {
        client.shutdownNow();
        server.close();
    }

    private HttpResponse<String> post(String path, String credential, String type, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.address() + path))
                        .header("Authorization", "Bearer " + credential)
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> mint(String body) throws Exception {
        return post("/v1/realtime/client_secrets", KEY, "application/json", body);
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return ServerEvents.JSON.readTree(response.body());
    }

    private String secret() throws Exception {
        return json(mint("{}")).path("value").asText();
    }

    private HttpResponse<String> call(String secret) throws Exception {
        return post("/v1/realtime/calls", secret, "application/sdp", OFFER);
    }

    private int attach(String callId, String credential) {
        return TestSideband.refusal(
                client, server.address(), "?call_id=" + callId, "Authorization", "Bearer " + credential);
    }

    private static String callId(HttpResponse<String> created) {
        String location = created.headers().firstValue("location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    @Test
    void echoesTheWholeSessionWithItsDefaults() throws Exception {
        HttpResponse<String> minted = mint("""
                {"expires_after": {"anchor": "created_at", "seconds": 60},
                 "session": {"type": "realtime", "model": "no-such-model", "instructions": "Be Maria.",
                   "audio": {"input": {"transcription": {"model": "gpt-realtime-whisper"}}}}}""");

        assertThat(minted.statusCode()).isEqualTo(200);
        assertThat(json(minted).path("value").asText()).startsWith("ek_");
        assertThat(json(minted).path("expires_at").asLong() - System.currentTimeMillis() / 1_000)
                .isBetween(40L, 60L);
        JsonNode session = json(minted).path("session");
        assertThat(session.path("model").asText()).isEqualTo("no-such-model");
        assertThat(session.path("object").asText()).isEqualTo("realtime.session");
        assertThat(session.path("expires_at").asLong()).isZero();
        assertThat(session.at("/audio/input/turn_detection/type").asText()).isEqualTo("server_vad");
        assertThat(session.at("/audio/input/transcription"))
                .isEqualTo(ServerEvents.JSON.readTree(
                        "{\"model\": \"gpt-realtime-whisper\", \"language\": null, \"prompt\": null}"));
        assertThat(session.at("/audio/output/voice").asText()).isEqualTo("alloy");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"expires_after\": 600}                                   | invalid_type               | expires_after",
                "{\"expires_after\": {\"seconds\": 9}}                      | invalid_value              | expires_after.seconds",
                "{\"expires_after\": {\"seconds\": 7201}}                   | invalid_value              | expires_after.seconds",
                "{\"expires_after\": {\"seconds\": \"60\"}}                 | invalid_type               | expires_after.seconds",
                "{\"expires_after\": {\"anchor\": \"now\", \"seconds\": 60}} | invalid_value             | expires_after.anchor",
                "{\"session\": {\"model\": \"gpt-realtime-2.1\"}}           | missing_required_parameter | session.type",
                "{\"session\": {\"type\": \"realtime\", \"modalities\": [\"text\"]}} | unknown_parameter | session.modalities",
                "{\"session\": {\"type\": \"realtime\", \"audio\": {\"input\": {\"format\": \"pcm16\"}}}} | invalid_type | session.audio.input.format",
                "{\"model\": \"gpt-realtime\", \"voice\": \"alloy\"}        | unknown_parameter          | model",
                "[]                                                         | invalid_type               | body",
                "nonsense                                                   | invalid_type               | body",
            })
    void refusesOtherShapes(String body, String code, String param) throws Exception {
        HttpResponse<String> refused = mint(body);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).at("/error/code").asText()).isEqualTo(code);
        assertThat(json(refused).at("/error/param").asText()).isEqualTo(param);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 7_200})
    void takesTheOutermostLifetimes(int seconds) throws Exception {
        assertThat(mint("{\"expires_after\": {\"seconds\": " + seconds + "}}").statusCode())
                .isEqualTo(200);
    }

    @Test
    void startsSeveralCallsWithOneSecret() throws Exception {
        String secret = secret();
        HttpResponse<String> one = call(secret);
        HttpResponse<String> two = call(secret);

        assertThat(one.statusCode()).isEqualTo(201);
        assertThat(one.body()).startsWith("v=0\r\n").endsWith("\r\n");
        assertThat(one.headers().firstValue("access-control-expose-headers")).hasValue("Location, X-Request-Id");
        assertThat(callId(two)).isNotEqualTo(callId(one));
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_secrets", "calls"})
    void refusesABetaClient(String path) throws Exception {
        HttpResponse<String> refused = client.send(
                HttpRequest.newBuilder(URI.create(server.address() + "/v1/realtime/" + path))
                        .header("Authorization", "Bearer " + (path.equals("calls") ? secret() : KEY))
                        .header("Content-Type", path.equals("calls") ? "application/sdp" : "application/json")
                        .header("OpenAI-Beta", "realtime=v1")
                        .POST(BodyPublishers.ofString(path.equals("calls") ? OFFER : "{}"))
                        .build(),
                BodyHandlers.ofString());

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).at("/error/code").asText()).isEqualTo("beta_api_shape_disabled");
    }

    @Test
    void refusesOtherCredentialsForACall() throws Exception {
        String secret = secret();
        String made = callId(call(secret));

        assertThat(attach(made, KEY)).isEqualTo(404);
        assertThat(attach(made, secret())).isEqualTo(404);
        assertThat(attach(made, "ek_unknown")).isEqualTo(401);
        assertThat(attach(made, secret)).isEqualTo(101);
        HttpResponse<String> hangUp = post("/v1/realtime/calls/" + made + "/hangup", KEY, "text/plain", "");
        assertThat(hangUp.statusCode()).isEqualTo(404);
        assertThat(json(hangUp).at("/error/code").asText()).isEqualTo("call_id_not_found");
        assertThat(post("/v1/realtime/calls/" + made + "/hangup", secret, "text/plain", "")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusesOtherUsesOfASecret() throws Exception {
        String secret = secret();

        assertThat(call("ek_unknown").statusCode()).isEqualTo(401);
        assertThat(post("/v1/realtime/client_secrets", secret, "application/json", "{}")
                        .statusCode())
                .isEqualTo(401);
        assertThat(post("/v1/realtime/calls", secret, "multipart/form-data; boundary=x", OFFER)
                        .statusCode())
                .isEqualTo(400);
        assertThat(post("/v1/realtime/calls", secret, "application/sdp", OFFER.strip())
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void expiresASecret() throws Exception {
        TestClock clock = new TestClock();
        ClientSecrets secrets = new ClientSecrets(clock);
        JsonNode minted = secrets.mint(ServerEvents.JSON.readTree("{\"expires_after\": {\"seconds\": 10}}"));
        Secret secret = new Secret(minted.path("value").asText());
        clock.advance(Duration.ofSeconds(9));
        assertThat(secrets.session(secret).path("type").asText()).isEqualTo("realtime");

        clock.advance(Duration.ofSeconds(1));
        assertThatThrownBy(() -> secrets.session(secret))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(401));
        assertThat(secrets.knows(secret)).isTrue();
    }

    @Test
    void keepsNoMoreSessionsThanFitInMemoryUntilTheyExpire() throws Exception {
        TestClock clock = new TestClock();
        ClientSecrets secrets = new ClientSecrets(clock);
        JsonNode wish = ServerEvents.JSON.readTree("{\"session\": {\"type\": \"realtime\", \"instructions\": \""
                + "Be Maria. ".repeat(50_000) + "\"}, \"expires_after\": {\"seconds\": 60}}");
        int minted = 0;
        while (minted < 1_000 && isMinted(secrets, wish)) {
            minted++;
        }
        assertThat(minted).isBetween(120, 140);

        clock.advance(Duration.ofSeconds(59));
        assertThat(isMinted(secrets, wish)).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(isMinted(secrets, wish)).isTrue();
    }

    private static boolean isMinted(ClientSecrets secrets, JsonNode wish) throws Exception {
        try {
            return secrets.mint(wish).has("value");
        } catch (Refusal full) {
            assertThat(full.status()).isEqualTo(429);
            return false;
        }
    }

    @Test
    void listsModelsWithTheirShutdownDates() throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.address() + "/v1/models"));
        assertThat(client.send(request.build(), BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);
        JsonNode list = json(
                client.send(request.header("Authorization", "Bearer " + KEY).build(), BodyHandlers.ofString()));

        assertThat(list.path("object").asText()).isEqualTo("list");
        assertThat(list.path("data"))
                .anySatisfy(row -> {
                    assertThat(row.path("id").asText()).isEqualTo("gpt-realtime");
                    assertThat(row.path("shutdown_date").asText()).isEqualTo("2027-01-20");
                })
                .anySatisfy(row -> {
                    assertThat(row.path("id").asText()).isEqualTo("gpt-realtime-2.1");
                    assertThat(row.path("shutdown_date").isNull()).isTrue();
                });
    }
}
