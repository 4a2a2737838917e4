package dev.viva.voice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.testing.Api;
import dev.viva.testing.Frames;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The student asks for a test in speech; the patient's voice looks it up at the server. */
@Timeout(120)
class VoiceExaminationTest {
    private static final String ASKED = "I will do the Lachman test on your right knee.";
    private static final String REPLY = "That feels odd rather than painful";
    private static final String FINDING = "8 mm";

    @TempDir
    static Path data;

    private static VivaServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server =
                VivaServer.start(data, new TestClock(), "simulator.key", LiveCall.KEY, "simulator.answer_delay", "0ms");
        api = new Api(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void storesTheExaminationAndThePatientSaysTheReply() throws Exception {
        try (var call = LiveCall.open(server);
                var frames = new Frames(api.stream(call.session, Map.of()).body())) {
            advance(call);
            assertThat(call.awaitEvent("Phase: objective"))
                    .as("what the browser can read before the student asks")
                    .doesNotContain(FINDING)
                    .doesNotContain(REPLY);
            call.type("item_1", ASKED);

            JsonNode examination = until(frames, "examination").data().path("examination");
            assertThat(examination.path("outcome").asText()).isEqualTo("found");
            assertThat(examination.path("test_id").asText()).isEqualTo("lachman");
            assertThat(examination.path("asked_by").asText()).isEqualTo("voice");
            assertThat(examination.path("finding").asText()).contains(FINDING);
            String called = call.awaitEvent("response.function_call_arguments.done");
            assertThat(called)
                    .contains("\"item_id\":\"" + examination.path("item_id").asText());
            assertThat(call.awaitEvent("function_call_output")).contains(REPLY).doesNotContain(FINDING);
            assertThat(call.awaitEvent("output_audio_transcript.done")).contains(REPLY);
            assertThat(call.turns(2).getLast().path("text").asText())
                    .contains(REPLY)
                    .doesNotContain(FINDING);
        }
    }

    @Test
    void nothingIsExaminedDuringTheHistory() throws Exception {
        try (var call = LiveCall.open(server)) {
            call.type("item_1", ASKED);

            assertThat(call.turns(2).getLast().path("text").asText())
                    .doesNotContain(REPLY)
                    .doesNotContain(FINDING);
        }
    }

    @Test
    void onlyThePatientIsExamined() throws Exception {
        try (var call = LiveCall.open(server)) {
            advance(call);
            assertThat(call.awaitEvent("Phase: objective")).contains("\"name\":\"examine\"");
        }
        JsonNode created = api.post("/api/v1/sessions", null, Api.CASE.replace("}", ",\"role_id\":\"team-mate\"}"))
                .json();
        var session = new Api.Opened(
                created.at("/session/session_id").asText(),
                created.at("/access_token").asText());
        try (var call = LiveCall.join(server, session)) {
            advance(call);
            assertThat(call.awaitEvent("session.updated")).contains("\"tools\":[]");
        }
    }

    private static void advance(LiveCall call) {
        api.post(call.session.path("/phase"), call.session.grant(), "{\"phase\":\"objective\"}");
    }

    private static Frames.Frame until(Frames frames, String event) {
        var frame = frames.next();
        while (!frame.event().equals(event)) {
            frame = frames.next();
        }
        return frame;
    }
}
