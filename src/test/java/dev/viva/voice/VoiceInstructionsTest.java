package dev.viva.voice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.library.TestContent;
import dev.viva.model.ExaminationResult;
import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What faculty read of what the voice is told. */
class VoiceInstructionsTest {
    private static final String WIFE =
            "{\"scenario_id\":\"four-months-after\",\"persona_id\":\"stanley-baptiste\",\"role_id\":\"wife\"}";
    private static final List<String> FINDINGS =
            TestContent.SHIPPED.scenario("knee-after-football").orElseThrow().objective().stream()
                    .filter(topic -> topic.contraindication() == null)
                    .flatMap(topic -> topic.results().stream())
                    .map(ExaminationResult::finding)
                    .toList();

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
    void areThoseOfThePresentPhase() {
        var session = api.open();

        assertThat(told(session).path("phase").asText()).isEqualTo("subjective");
        assertThat(told(session).path("instructions").asText())
                .startsWith("Case reference: knee-after-football/hana-suzuki\n")
                .contains("Phase: subjective\n")
                .doesNotContain(FINDINGS);
        api.post(session.path("/phase"), session.grant(), "{\"phase\":\"objective\"}");
        assertThat(told(session).path("phase").asText()).isEqualTo("objective");
        assertThat(told(session).path("instructions").asText())
                .contains("Phase: objective\n", "function examine")
                .doesNotContain(FINDINGS);
    }

    @Test
    void nameTheVoiceItsFunctionsAndTheLength() {
        JsonNode told = told(api.open());
        var hana = TestContent.SHIPPED.persona("hana-suzuki").orElseThrow();

        assertThat(told.path("voice").asText()).isEqualTo(hana.voice());
        assertThat(told.path("tools").valueStream().map(JsonNode::asText)).containsExactly("examine");
        assertThat(told.path("estimated_tokens").asInt())
                .isEqualTo(told.path("instructions").asText().length() * 2 / 7);
        assertThat(told.has("role_id")).isFalse();
    }

    @Test
    void giveAnotherPersonTheirOwnVoiceAndNoFunction() {
        JsonNode told = told(api.open(WIFE));
        var roles =
                TestContent.SHIPPED.scenario("four-months-after").orElseThrow().roles();
        var wife = Objects.requireNonNull(roles).getFirst();

        assertThat(told.path("role_id").asText()).isEqualTo("wife");
        assertThat(told.path("voice").asText()).isEqualTo(wife.voice()).isNotEqualTo("ash");
        assertThat(told.path("tools")).isEmpty();
        assertThat(told.path("instructions").asText())
                .startsWith("Case reference: four-months-after/stanley-baptiste/wife\n")
                .contains("You are " + wife.name());
    }

    @Test
    void areStillReadAfterTheEncounter() {
        var session = api.open();
        api.send("POST", session.path("/end"), session.grant(), null, Map.of());

        assertThat(told(session).path("phase").asText()).isEqualTo("subjective");
    }

    @Test
    void areForFacultyAlone() {
        var session = api.open();
        String path = session.path("/voice/instructions");

        assertThat(code(path, session.grant())).isEqualTo("403 forbidden");
        assertThat(code(path, api.open().grant())).isEqualTo("404 not_found");
        assertThat(code(path, null)).startsWith("401 ");
        assertThat(code(path, "not-the-faculty-key-but-as-long-as-it-is")).startsWith("401 ");
    }

    @Test
    void areGoneWithAnErasedSession() {
        var session = api.open();
        api.erase(session.id());

        assertThat(code(session.path("/voice/instructions"), Api.FACULTY)).isEqualTo("404 not_found");
        assertThat(code("/api/v1/sessions/ses_0000000000000000000000/voice/instructions", Api.FACULTY))
                .isEqualTo("404 not_found");
    }

    /** Such a call is never told anything again, and the server hears of no function. */
    @Test
    void holdTheFindingsWithoutASideband(@TempDir Path folder) {
        try (var alone = VivaServer.start(folder, new TestClock(), "calls.sideband", "false")) {
            var client = new Api(alone.url());
            var session = client.open();
            JsonNode told =
                    client.get(session.path("/voice/instructions"), Api.FACULTY).json();

            assertThat(told.path("instructions").asText()).contains(FINDINGS);
            assertThat(told.path("tools")).isEmpty();
        }
    }

    private static JsonNode told(Api.Opened session) {
        var reply = api.get(session.path("/voice/instructions"), Api.FACULTY);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Cache-Control")).contains("no-store");
        assertThat(reply.json().path("session_id").asText()).isEqualTo(session.id());
        return reply.json();
    }

    private static String code(String path, @Nullable String bearer) {
        var reply = api.get(path, bearer);
        return reply.status() + " " + reply.json().path("code").asText();
    }
}
