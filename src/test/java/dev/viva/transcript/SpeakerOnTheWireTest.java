package dev.viva.transcript;

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
import org.junit.jupiter.api.io.TempDir;

/** What clients read of an encounter in which the voice plays a relative. */
class SpeakerOnTheWireTest {
    private static final String WITH_TEAM_MATE =
            "{\"scenario_id\":\"knee-after-football\",\"persona_id\":\"hana-suzuki\",\"role_id\":\"team-mate\"}";

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
    void transcriptStreamAndPrintNameTheRelative() {
        var session = api.open(WITH_TEAM_MATE);
        try (var frames = new Frames(api.stream(session, Map.of()).body())) {
            api.relay(session, "item_1", "student", "Good morning.");
            api.relay(session, "item_2", "patient", "Good morning.");

            assertThat(frames.next().data().at("/turn/phase").asText()).isEqualTo("subjective");
            JsonNode gate = frames.next().data().path("gate");
            assertThat(gate.path("step").asText()).isEqualTo("greeting");
            assertThat(gate.path("item_id").asText()).isEqualTo("item_1");
            assertThat(frames.next().data().at("/turn/speaker").asText()).isEqualTo("Alex");
        }
        JsonNode transcript = api.send(
                        "GET", session.path("/transcript"), session.grant(), null, Map.of("Accept", "application/json"))
                .json();
        assertThat(transcript.path("speaker").asText()).isEqualTo("Alex");
        assertThat(transcript.path("turns").findValuesAsText("speaker")).containsExactly("Alex");
        var printed =
                api.send("GET", session.path("/transcript"), session.grant(), null, Map.of("Accept", "text/plain"));
        assertThat(printed.raw().body())
                .contains(
                        "Conversation with Alex about Hana Suzuki", "-- Subjective: taking the history --", "  Alex: ");
    }
}
