package dev.viva.voice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.testing.Api;
import dev.viva.testing.Frames;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The provider may transcribe speech late; the line is still placed where it was spoken. */
class SpokenTurnsTest {
    private static final String FIRST = "When did it start?";
    private static final String SECOND = "Does anything make it better?";

    @TempDir
    static Path data;

    private static VivaServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = VivaServer.start(
                data,
                new TestClock(),
                "simulator.key",
                LiveCall.KEY,
                "simulator.answer_delay",
                "0ms",
                "calls.ended_after", // a session is closed before a call counts as ended
                "1m");
        api = new Api(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "normal, student patient student patient",
        "early, student patient student patient",
        "late, student patient student patient",
        "next_turn, student patient student patient",
        "duplicate, student patient student patient",
        "empty, patient student patient",
        "never, patient student patient",
        "failed, patient student patient",
    })
    void precedesItsAnswerWheneverItIsTranscribed(String transcript, String speakers) throws Exception {
        List<String> expected = List.of(speakers.split(" "));
        try (var call = LiveCall.open(server)) {
            call.speak(spoken(FIRST, "\"transcript\":\"" + transcript + "\""));
            call.awaitEvent("\"response.done\"");
            call.speak(spoken(SECOND, "\"transcript\":\"normal\""));

            List<JsonNode> turns = call.turns(expected.size());
            assertThat(turns).extracting(turn -> turn.path("role").asText()).isEqualTo(expected);
            assertThat(turns).extracting(turn -> turn.path("item_id").asText()).doesNotHaveDuplicates();
            List<String> said = turns.stream()
                    .filter(turn -> turn.path("role").asText().equals("student"))
                    .map(turn -> turn.path("text").asText())
                    .toList();
            assertThat(said).isEqualTo(expected.size() == 4 ? List.of(FIRST, SECOND) : List.of(SECOND));
        }
    }

    @Test
    void reportsAFailedTranscription() throws Exception {
        try (var call = LiveCall.open(server);
                var frames = new Frames(api.stream(call.session, Map.of()).body())) {
            assertThat(frames.next().event()).isEqualTo("call_started");
            call.speak(spoken(FIRST, "\"transcript\":\"failed\""));

            assertThat(until(frames, "transcript_error")
                            .data()
                            .at("/transcript_error/detail")
                            .asText())
                    .contains("Say it again");
        }
    }

    @Test
    void reportsATranscriptionPendingAtTheEndOfTheCall() throws Exception {
        try (var call = LiveCall.open(server);
                var frames = new Frames(api.stream(call.session, Map.of()).body())) {
            call.speak(spoken(FIRST, "\"transcript\":\"never\""));
            call.awaitEvent("\"response.done\"");
            api.send("POST", call.session.path("/end"), call.session.grant(), null, Map.of());

            assertThat(until(frames, "transcript_error")
                            .data()
                            .at("/transcript_error/item_id")
                            .asText())
                    .isNotEmpty();
        }
    }

    @Test
    void storesATranscriptThatArrivesAfterTheEnd() throws Exception {
        double failed = hangUpsFailed();
        try (var call = LiveCall.open(server)) {
            // A call that cannot be hung up goes on until the transcript has come, however busy the machine is.
            String refused = "{\"failure\":\"unauthorized\",\"applies_to\":\"hangup\"}";
            api.send("PUT", "/simulator/control/faults", LiveCall.KEY, refused, Map.of());
            call.speak(spoken(FIRST, "\"transcript\":\"late\""));
            call.awaitEvent("input_audio_buffer.committed");
            long begin = System.nanoTime();
            api.send("POST", call.session.path("/end"), call.session.grant(), null, Map.of());

            assertThat(call.turns(2))
                    .extracting(turn -> turn.path("text").asText())
                    .contains(FIRST);
            Until.isTrue("it is to be hung up", () -> hangUpsFailed() > failed);
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .as("the provider's time for the transcript")
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        } finally {
            api.send("DELETE", "/simulator/control/faults", LiveCall.KEY, null, Map.of());
        }
    }

    @Test
    void explainsASilentPatient() throws Exception {
        try (var call = LiveCall.open(server);
                var frames = new Frames(api.stream(call.session, Map.of()).body())) {
            call.speak(spoken(FIRST, "\"reply\":\"failed\""));

            var warning = until(frames, "warning");
            assertThat(warning.data().at("/warning/code").asText()).isEqualTo("patient_silent");
        }
    }

    @Test
    void marksAnInterruptedLine() throws Exception {
        try (var call = LiveCall.open(server)) {
            call.speak(spoken(SECOND, "\"begins\":\"replying\""));
            call.speak(spoken(FIRST, "\"transcript\":\"normal\""));
            call.awaitEvent("conversation.item.truncated");

            List<JsonNode> turns = call.turns(4);
            var interrupted = turns.stream()
                    .filter(turn -> turn.path("interrupted").asBoolean())
                    .toList();
            assertThat(interrupted).hasSize(1);
            assertThat(interrupted.getFirst().path("role").asText()).isEqualTo("patient");
            assertThat(interrupted.getFirst().has("revised")).isFalse();
        }
    }

    @Test
    void recordsReportedTokens() throws Exception {
        double before = api.metric(server.adminUrl(), "viva_budget_tokens_today");
        try (var call = LiveCall.open(server)) {
            call.speak(spoken(FIRST, "\"transcript\":\"normal\""));
            call.turns(2);
            Until.isTrue(
                    "tokens are counted", () -> api.metric(server.adminUrl(), "viva_budget_tokens_today") > before);
        }
    }

    private static double hangUpsFailed() {
        return api.metric(server.adminUrl(), "viva_hang_ups_failed_total");
    }

    private static Frames.Frame until(Frames frames, String event) {
        var frame = frames.next();
        while (!frame.event().equals(event)) {
            frame = frames.next();
        }
        return frame;
    }

    private static String spoken(String words, String more) {
        return "{\"says\":\"" + words + "\",\"speaking\":\"20ms\"," + more + "}";
    }
}
