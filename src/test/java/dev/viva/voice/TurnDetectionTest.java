package dev.viva.voice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the provider detects the student's turns, as the session of a call shows it. */
class TurnDetectionTest {
    @TempDir
    Path data;

    @Test
    void followsTheConfigurationAndTheSpokenLanguage() throws Exception {
        try (var server = VivaServer.start(
                        data,
                        new TestClock(),
                        "simulator.key",
                        LiveCall.KEY,
                        "simulator.answer_delay",
                        "0ms",
                        "realtime.vad.type",
                        "semantic_vad",
                        "realtime.vad.eagerness",
                        "low");
                var call = LiveCall.open(server)) {
            call.send("{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\"}}");
            JsonNode input = new ObjectMapper()
                    .readTree(call.awaitEvent("\"type\":\"session.updated\""))
                    .at("/session/audio/input");

            assertThat(input.at("/turn_detection/type").asText()).isEqualTo("semantic_vad");
            assertThat(input.at("/turn_detection/eagerness").asText()).isEqualTo("low");
            // The student of this session named no language: the patient's own.
            assertThat(input.at("/transcription/language").asText()).isEqualTo("en");

            call.type("item_1", "When did it start?");
            assertThat(call.turns(2)).hasSize(2);
        }
    }
}
