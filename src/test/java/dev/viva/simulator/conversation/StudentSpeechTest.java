package dev.viva.simulator.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.simulator.patient.ScriptedPatient;
import dev.viva.simulator.patient.Scripts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudentSpeechTest {
    private static final String COMPLETED = "conversation.item.input_audio_transcription.completed";
    private static final String QUESTION = "What makes it better?";

    private final FakeTimers timers = new FakeTimers();
    private final List<ObjectNode> events = new ArrayList<>();
    private final Conversation conversation = new Conversation(
            session(),
            new ScriptedPatient(Scripts.LIBRARY),
            new CallContext(
                    event -> events.add(event.deepCopy()), timers, new FakeVoice(timers), Duration.ofMillis(300)));

    private static ObjectNode session() {
        ObjectNode wish = ServerEvents.object().put("type", "realtime").put("instructions", Scripts.INSTRUCTIONS);
        wish.putObject("audio").putObject("input").putObject("transcription").put("model", "gpt-realtime-whisper");
        return SessionShape.create(wish, "sess_1", 1_790_003_600);
    }

    private void speak(String settings) throws IOException {
        conversation.speak(
                SpokenTurn.read(ServerEvents.JSON.readTree("{\"says\": \"" + QUESTION + "\"" + settings + "}")));
    }

    private void speakToTheEnd(String settings) throws IOException {
        speak(settings);
        timers.passAll();
    }

    private List<String> types() {
        return events.stream()
                .map(event -> event.path("type").asText())
                .filter(type -> !type.endsWith(".delta"))
                .toList();
    }

    private List<ObjectNode> all(String type) {
        return events.stream()
                .filter(event -> event.path("type").asText().equals(type))
                .toList();
    }

    @Test
    void sendsASpokenTurnInTheProvidersOrder() throws Exception {
        speakToTheEnd("");

        assertThat(types())
                .containsExactly(
                        "input_audio_buffer.speech_started",
                        "input_audio_buffer.speech_stopped",
                        "input_audio_buffer.committed",
                        "conversation.item.added",
                        "conversation.item.done",
                        "response.created",
                        "response.output_item.added",
                        "conversation.item.added",
                        "response.content_part.added",
                        COMPLETED,
                        "output_audio_buffer.started",
                        "response.output_audio.done",
                        "response.output_audio_transcript.done",
                        "response.content_part.done",
                        "conversation.item.done",
                        "response.output_item.done",
                        "response.done",
                        "rate_limits.updated",
                        "output_audio_buffer.stopped");
        assertThat(all("response.output_audio_transcript.done")
                        .getFirst()
                        .path("transcript")
                        .asText())
                .isEqualTo(Scripts.BETTER);
    }

    @Test
    void chainsTheTurnsByTheirItems() throws Exception {
        speakToTheEnd("");
        speakToTheEnd("");

        List<ObjectNode> committed = all("input_audio_buffer.committed");
        List<ObjectNode> added = all("conversation.item.added");
        assertThat(committed.getFirst().path("previous_item_id").isNull()).isTrue();
        assertThat(committed.get(1).path("previous_item_id"))
                .isEqualTo(added.get(1).at("/item/id"));
        assertThat(committed.get(1).path("item_id")).isEqualTo(added.get(2).at("/item/id"));
        assertThat(all("input_audio_buffer.speech_started")
                        .get(1)
                        .path("audio_start_ms")
                        .asLong())
                .isGreaterThan(all("input_audio_buffer.speech_stopped")
                        .getFirst()
                        .path("audio_end_ms")
                        .asLong());
    }

    @Test
    void neverPutsTheTranscriptIntoItemEvents() throws Exception {
        speakToTheEnd(", \"transcript\": \"early\"");

        for (String type : List.of("conversation.item.added", "conversation.item.done")) {
            JsonNode content = all(type).getFirst().at("/item/content/0");
            assertThat(content.path("type").asText()).isEqualTo("input_audio");
            assertThat(content.path("transcript").isNull()).isTrue();
        }
    }

    @ParameterizedTest(name = "{0}: after {1}, before {2}")
    @CsvSource({
        "normal,    response.content_part.added,  response.done",
        "early,     response.content_part.added,  response.done",
        "duplicate, response.content_part.added,  response.done",
        "empty,     response.content_part.added,  response.done",
        "late,      response.done,                rate_limits.updated",
    })
    void sendsTheTranscriptAtTheConfiguredMoment(String mode, String after, String before) throws Exception {
        speakToTheEnd(", \"transcript\": \"" + mode + "\"");

        assertThat(types()).containsSubsequence(after, COMPLETED, before);
        List<ObjectNode> completed = all(COMPLETED);
        assertThat(completed).hasSize(mode.equals("duplicate") ? 2 : 1).allSatisfy(event -> {
            assertThat(event.path("item_id"))
                    .isEqualTo(all("input_audio_buffer.committed").getFirst().path("item_id"));
            assertThat(event.path("transcript").asText()).isEqualTo(mode.equals("empty") ? "" : QUESTION);
            assertThat(event.at("/usage/type").asText()).isEqualTo("duration");
        });
        assertThat(completed)
                .extracting(event -> event.path("event_id").asText())
                .doesNotHaveDuplicates();
    }

    @Test
    void delaysTheTranscriptPastTheNextTurn() throws Exception {
        speakToTheEnd(", \"transcript\": \"next_turn\"");
        assertThat(types()).doesNotContain(COMPLETED);
        speakToTheEnd(", \"transcript\": \"never\"");

        assertThat(types()).containsSubsequence("response.done", "input_audio_buffer.committed", COMPLETED);
        assertThat(all(COMPLETED))
                .singleElement()
                .satisfies(event -> assertThat(event.path("item_id"))
                        .isEqualTo(
                                all("input_audio_buffer.committed").getFirst().path("item_id")));
    }

    @Test
    void sendsPartialTranscriptsWhileTheStudentSpeaks() throws Exception {
        speak(", \"transcript\": \"early\"");

        assertThat(events)
                .extracting(event -> event.path("delta").asText())
                .containsExactly("", " What", " makes", " it", " better?");
    }

    @Test
    void reportsAFailedTranscription() throws Exception {
        speakToTheEnd(", \"transcript\": \"failed\"");

        assertThat(types())
                .doesNotContain(COMPLETED)
                .containsSubsequence(
                        "response.created",
                        "conversation.item.input_audio_transcription.failed",
                        "response.output_item.added");
    }

    @Test
    void transcribesOnlyOnRequest() throws Exception {
        conversation.receive("""
                {"type": "session.update", "session": {"type": "realtime", "audio": {"input": {"transcription": null}}}}""");
        speakToTheEnd("");

        assertThat(types()).contains("response.done").noneMatch(type -> type.contains("transcription."));
    }

    @Test
    void leavesResponsesToTheClientOnRequest() throws Exception {
        conversation.receive("""
                {"type": "session.update", "session": {"type": "realtime", "audio": {"input": {"turn_detection":
                 {"type": "server_vad", "create_response": false}}}}}""");
        speakToTheEnd("");
        assertThat(types()).doesNotContain("response.created").endsWith(COMPLETED);

        conversation.receive("{\"type\": \"response.create\"}");
        timers.passAll();
        assertThat(all("response.output_audio_transcript.done")
                        .getFirst()
                        .path("transcript")
                        .asText())
                .isEqualTo(Scripts.BETTER);
    }

    @Test
    void interruptsThePatient() throws Exception {
        speak(", \"begins\": \"replying\"");
        speakToTheEnd("");

        assertThat(types())
                .containsSubsequence(
                        "output_audio_buffer.started",
                        "input_audio_buffer.speech_started",
                        "response.done",
                        "output_audio_buffer.cleared",
                        "conversation.item.truncated",
                        "input_audio_buffer.committed",
                        "response.done",
                        "output_audio_buffer.stopped");
        JsonNode cancelled = all("response.done").getFirst().path("response");
        assertThat(cancelled.path("status").asText()).isEqualTo("cancelled");
        assertThat(cancelled.at("/status_details/reason").asText()).isEqualTo("turn_detected");
        assertThat(all("conversation.item.truncated").getFirst().path("item_id"))
                .isEqualTo(cancelled.at("/output/0/id"));
    }

    @Test
    void interruptsOnlyTheAudioOfACompletedAnswer() throws Exception {
        speak("");
        timers.pass(Duration.ofSeconds(3));
        assertThat(types()).contains("response.done").doesNotContain("output_audio_buffer.stopped");
        speakToTheEnd("");

        assertThat(all("response.done"))
                .extracting(event -> event.at("/response/status").asText())
                .containsExactly("completed", "completed");
        assertThat(all("output_audio_buffer.cleared")).hasSize(1);
        assertThat(all("conversation.item.truncated")
                        .getFirst()
                        .path("audio_end_ms")
                        .asLong())
                .isBetween(1L, 1_200L);
    }

    @Test
    void failsToAnswer() throws Exception {
        speakToTheEnd(", \"reply\": \"failed\", \"error\": \"insufficient_quota\"");

        JsonNode response = all("response.done").getFirst().path("response");
        assertThat(response.path("status").asText()).isEqualTo("failed");
        assertThat(response.at("/status_details/error/code").asText()).isEqualTo("insufficient_quota");
        assertThat(response.path("output")).isEmpty();
        assertThat(types()).contains(COMPLETED).doesNotContain("response.output_item.added");
        speakToTheEnd("");
        assertThat(all("response.done").get(1).at("/response/status").asText()).isEqualTo("completed");
    }

    @Test
    void callsAToolAndAnswersWithItsResult() throws Exception {
        speakToTheEnd(", \"reply\": \"tool_call\"");
        assertThat(types())
                .containsSubsequence(
                        "response.output_item.added",
                        "conversation.item.added",
                        "response.function_call_arguments.done",
                        "conversation.item.done",
                        "response.output_item.done",
                        "response.done");
        String callId =
                all("response.output_item.done").getFirst().at("/item/call_id").asText();
        assertThat(callId).startsWith("call_");

        conversation.receive("""
                {"type": "conversation.item.create",
                 "item": {"type": "function_call_output", "call_id": "%s", "output": "{\\"say\\":\\"That one hurts.\\"}"}}""".formatted(callId));
        conversation.receive("{\"type\": \"response.create\"}");
        timers.passAll();
        assertThat(all("response.output_audio_transcript.done")
                        .getFirst()
                        .path("transcript")
                        .asText())
                .isEqualTo("That one hurts.");
    }

    @Test
    void mayOmitAndAddUnreliableEvents() throws Exception {
        speakToTheEnd(", \"rate_limits\": false, \"unknown_event\": true");

        assertThat(types()).contains("session.weather.updated").doesNotContain("rate_limits.updated");
        speakToTheEnd("");
        assertThat(types()).contains("rate_limits.updated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"says\": \" \"}",
                "{\"says\": \"a\", \"transcript\": \"sometimes\"}",
                "{\"says\": \"a\", \"speaking\": \"1 h\"}",
                "{\"says\": \"a\", \"speaking\": \"soon\"}",
                "{\"says\": \"a\", \"loud\": true}",
            })
    void refusesAnUnknownTurn(String turn) {
        assertThatThrownBy(() -> SpokenTurn.read(ServerEvents.JSON.readTree(turn)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(400));
    }

    private void pushToTalk() {
        conversation.receive("""
                {"type": "session.update", "session": {"type": "realtime",
                 "audio": {"input": {"turn_detection": null}}}}""");
    }

    @Test
    void waitsForTheClientWithoutTurnDetection() throws Exception {
        pushToTalk();
        speakToTheEnd("");
        assertThat(types()).containsExactly("session.updated");

        conversation.receive("{\"type\": \"input_audio_buffer.commit\"}");
        timers.passAll();
        assertThat(types())
                .containsExactly(
                        "session.updated",
                        "input_audio_buffer.committed",
                        "conversation.item.added",
                        "conversation.item.done",
                        COMPLETED);

        conversation.receive("{\"type\": \"response.create\"}");
        timers.passAll();
        assertThat(all("response.output_audio_transcript.done"))
                .singleElement()
                .satisfies(said -> assertThat(said.path("transcript").asText()).isEqualTo(Scripts.BETTER));
    }

    @Test
    void commitsTogetherWhatWasSpokenSinceTheLastCommit() throws Exception {
        pushToTalk();
        speakToTheEnd("");
        speakToTheEnd("");
        conversation.receive("{\"type\": \"input_audio_buffer.commit\"}");

        assertThat(all(COMPLETED))
                .singleElement()
                .satisfies(
                        heard -> assertThat(heard.path("transcript").asText()).isEqualTo(QUESTION + " " + QUESTION));
    }

    @ParameterizedTest
    @ValueSource(strings = {"input_audio_buffer.commit", "input_audio_buffer.clear"})
    void commitsNothingThatWasCommittedOrCleared(String before) throws Exception {
        pushToTalk();
        speakToTheEnd("");
        conversation.receive("{\"type\": \"" + before + "\"}");
        conversation.receive("{\"type\": \"input_audio_buffer.commit\"}");

        assertThat(all("error").getLast().at("/error/code").asText()).isEqualTo("input_audio_buffer_commit_empty");
    }
}
