package dev.viva.simulator.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.simulator.patient.ScriptedPatient;
import dev.viva.simulator.patient.Scripts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationTest {
    private static final Duration DELAY = Duration.ofMillis(300);

    private final FakeTimers timers = new FakeTimers();
    private final FakeVoice voice = new FakeVoice(timers);
    private final List<ObjectNode> events = new ArrayList<>();
    private final Conversation conversation = new Conversation(
            SessionShape.create(
                    ServerEvents.object().put("type", "realtime").put("instructions", Scripts.INSTRUCTIONS),
                    "sess_1",
                    1_790_003_600),
            new ScriptedPatient(Scripts.LIBRARY),
            new CallContext(event -> events.add(event.deepCopy()), timers, voice, DELAY));

    @BeforeEach
    void begin() {
        conversation.open();
    }

    private void type(String text) {
        conversation.receive("""
                {"type": "conversation.item.create", "item": {"type": "message", "role": "user",
                 "content": [{"type": "input_text", "text": "%s"}]}}""".formatted(text));
    }

    private void earlierAnswer(String text) {
        conversation.receive("""
                {"type": "conversation.item.create", "item": {"type": "message", "role": "assistant",
                 "content": [{"type": "output_text", "text": "%s"}]}}""".formatted(text));
    }

    private void ask(String text) {
        type(text);
        conversation.receive("{\"type\": \"response.create\"}");
    }

    private List<String> types() {
        return events.stream().map(event -> event.path("type").asText()).toList();
    }

    private ObjectNode last(String type) {
        return events.stream()
                .filter(event -> event.path("type").asText().equals(type))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new AssertionError("no " + type + " in " + types()));
    }

    private String error() {
        ObjectNode event = events.getLast();
        assertThat(event.path("type").asText()).isEqualTo("error");
        return event.at("/error/code").asText();
    }

    @Test
    void startsWithTheWholeSession() {
        JsonNode session = last("session.created").path("session");

        assertThat(session.path("instructions").asText()).isEqualTo(Scripts.INSTRUCTIONS);
        assertThat(session.path("id").asText()).isEqualTo("sess_1");
        assertThat(session.path("object").asText()).isEqualTo("realtime.session");
        assertThat(session.path("expires_at").asLong()).isEqualTo(1_790_003_600);
        assertThat(session.at("/audio/output/voice").asText()).isEqualTo("alloy");
        assertThat(session.at("/audio/input/turn_detection/silence_duration_ms").asInt())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void remembersTheAnswersThatAnotherConversationGave(boolean meanwhile) {
        if (meanwhile) {
            ask("Hello");
            timers.passAll();
        }
        type("What makes it better?");
        earlierAnswer(Scripts.BETTER);
        ask("Could you say that again?");
        timers.passAll();
        assertThat(last("response.output_audio_transcript.done")
                        .path("transcript")
                        .asText())
                .isEqualTo(Scripts.BETTER);
    }

    @Test
    void sendsATypedTurnInTheProvidersOrder() {
        ask("What makes it better?");
        timers.passAll();

        assertThat(types())
                .containsExactly(
                        "session.created",
                        "conversation.item.added",
                        "conversation.item.done",
                        "response.created",
                        "response.output_item.added",
                        "conversation.item.added",
                        "response.content_part.added",
                        "response.output_audio_transcript.delta",
                        "response.output_audio_transcript.delta",
                        "output_audio_buffer.started",
                        "response.output_audio_transcript.delta",
                        "response.output_audio.done",
                        "response.output_audio_transcript.done",
                        "response.content_part.done",
                        "conversation.item.done",
                        "response.output_item.done",
                        "response.done",
                        "rate_limits.updated",
                        "output_audio_buffer.stopped");
        assertThat(events).extracting(event -> event.path("event_id").asText()).doesNotHaveDuplicates();
    }

    @Test
    void usesOneTextInAllEventsOfATurn() {
        ask("What makes it better?");
        timers.passAll();

        String deltas =
                events.stream().map(event -> event.path("delta").asText()).collect(Collectors.joining());
        assertThat(deltas).isEqualTo(Scripts.BETTER);
        assertThat(last("response.output_audio_transcript.done")
                        .path("transcript")
                        .asText())
                .isEqualTo(Scripts.BETTER);
        assertThat(last("response.content_part.done").at("/part/transcript").asText())
                .isEqualTo(Scripts.BETTER);
        assertThat(last("response.output_item.done")
                        .at("/item/content/0/transcript")
                        .asText())
                .isEqualTo(Scripts.BETTER);
        JsonNode response = last("response.done").path("response");
        assertThat(response.path("status").asText()).isEqualTo("completed");
        assertThat(response.at("/output/0/status").asText()).isEqualTo("completed");
        assertThat(response.at("/output/0/content/0/type").asText()).isEqualTo("output_audio");
        assertThat(response.at("/usage/total_tokens").asInt()).isPositive();
        assertThat(response.at("/usage/output_token_details/audio_tokens").asInt())
                .isPositive();
    }

    @Test
    void chainsTheItems() {
        ask("What makes it better?");
        timers.passAll();
        ask("What makes it worse?");
        timers.passAll();

        List<ObjectNode> added = events.stream()
                .filter(event -> event.path("type").asText().equals("conversation.item.added"))
                .toList();
        assertThat(added).hasSize(4);
        assertThat(added.getFirst().path("previous_item_id").isNull()).isTrue();
        for (int i = 1; i < added.size(); i++) {
            assertThat(added.get(i).path("previous_item_id"))
                    .isEqualTo(added.get(i - 1).at("/item/id"));
        }
        assertThat(added)
                .allSatisfy(
                        event -> assertThat(event.path("item").has("object")).isFalse());
    }

    @Test
    void finishesTheTextBeforeTheAudio() {
        ask("Where does it hurt and when did it start?");
        timers.pass(DELAY.plusMillis(1_100));
        assertThat(types()).contains("response.done").doesNotContain("output_audio_buffer.stopped");

        timers.pass(Duration.ofSeconds(20));
        assertThat(types().getLast()).isEqualTo("output_audio_buffer.stopped");
        assertThat(last("output_audio_buffer.stopped").path("response_id"))
                .isEqualTo(last("response.done").at("/response/id"));
    }

    @Test
    void withholdsTextWhileAudioIsGenerated() {
        voice.preparation = Duration.ofSeconds(3);
        ask("What makes it better?");
        timers.pass(Duration.ofSeconds(2));
        assertThat(types().getLast()).isEqualTo("response.output_audio_transcript.delta");

        timers.passAll();
        assertThat(types().getLast()).isEqualTo("output_audio_buffer.stopped");
    }

    @Test
    void queuesTheAudioOfTheNextAnswer() {
        ask("Where does it hurt?");
        timers.pass(Duration.ofSeconds(2));
        ask("What makes it better?");
        timers.passAll();

        assertThat(types().stream().filter(type -> type.startsWith("output_audio_buffer")))
                .containsExactly(
                        "output_audio_buffer.started",
                        "output_audio_buffer.stopped",
                        "output_audio_buffer.started",
                        "output_audio_buffer.stopped");
    }

    @Test
    void answersInTextOnRequest() {
        type("What makes it better?");
        conversation.receive("""
                {"type": "response.create", "response": {"output_modalities": ["text"]}}""");
        timers.passAll();

        assertThat(types().subList(3, types().size()))
                .containsExactly(
                        "response.created",
                        "response.output_item.added",
                        "conversation.item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "conversation.item.done",
                        "response.output_item.done",
                        "response.done",
                        "rate_limits.updated");
        assertThat(last("response.output_item.done").at("/item/content/0/type").asText())
                .isEqualTo("output_text");
    }

    @Test
    void keepsAnOutOfBandResponseOutOfTheConversation() {
        conversation.receive("""
                {"type": "response.create", "response": {"conversation": "none", "output_modalities": ["text"],
                 "metadata": {"for": "summary"}}}""");
        timers.passAll();

        assertThat(types()).doesNotContain("conversation.item.added", "conversation.item.done");
        assertThat(last("response.done").at("/response/conversation_id").isNull())
                .isTrue();
        assertThat(last("response.done").at("/response/metadata/for").asText()).isEqualTo("summary");
    }

    @Test
    void greetsOnTheFirstResponseRequest() {
        conversation.receive("{\"type\": \"response.create\"}");
        timers.passAll();

        assertThat(last("response.output_audio_transcript.done")
                        .path("transcript")
                        .asText())
                .isEqualTo(Scripts.GREETING);
    }

    @Test
    void cancellationKeepsWhatWasSaid() {
        ask("Where does it hurt?");
        timers.pass(DELAY.plusMillis(60));
        conversation.receive("{\"type\": \"response.cancel\"}");
        conversation.receive("{\"type\": \"output_audio_buffer.clear\"}");
        timers.passAll();

        JsonNode response = last("response.done").path("response");
        assertThat(response.path("status").asText()).isEqualTo("cancelled");
        assertThat(response.at("/status_details/reason").asText()).isEqualTo("client_cancelled");
        assertThat(response.at("/output/0/status").asText()).isEqualTo("incomplete");
        assertThat(response.at("/output/0/content/0/transcript").asText()).isEqualTo("It's in");
        assertThat(types().getLast()).isEqualTo("response.done");
    }

    @Test
    void clearsTheAudioBuffer() {
        ask("Where does it hurt?");
        timers.pass(Duration.ofSeconds(2));
        conversation.receive("{\"type\": \"output_audio_buffer.clear\"}");
        timers.passAll();

        assertThat(types().getLast()).isEqualTo("output_audio_buffer.cleared");
        assertThat(types()).doesNotContain("output_audio_buffer.stopped");
        assertThat(events.getLast().path("response_id"))
                .isEqualTo(last("response.done").at("/response/id"));
    }

    @Test
    void cancelsBeforeTheFirstWord() {
        ask("Where does it hurt?");
        conversation.receive("{\"type\": \"response.cancel\"}");
        timers.passAll();

        assertThat(types().subList(3, types().size())).containsExactly("response.created", "response.done");
        assertThat(last("response.done").at("/response/output")).isEmpty();
    }

    @Test
    void refusesASecondResponseUntilTheFirstIsDone() {
        ask("Where does it hurt?");
        conversation.receive("{\"type\": \"response.create\", \"event_id\": \"mine_1\"}");

        assertThat(error()).isEqualTo("conversation_already_has_active_response");
        assertThat(events.getLast().at("/error/event_id").asText()).isEqualTo("mine_1");
        timers.passAll();
        ask("What makes it better?");
        assertThat(types().getLast()).isEqualTo("response.created");
    }

    @Test
    void sessionUpdatesAffectLaterAnswers() {
        conversation.receive("""
                {"type": "session.update", "session": {"type": "realtime", "instructions": "Case reference: no/one",
                 "audio": {"input": {"turn_detection": {"type": "semantic_vad"}}}}}""");

        JsonNode session = last("session.updated").path("session");
        assertThat(session.path("instructions").asText()).isEqualTo("Case reference: no/one");
        assertThat(session.path("model").asText()).isEqualTo("gpt-realtime-2.1");
        assertThat(session.at("/audio/input/turn_detection/eagerness").asText()).isEqualTo("auto");
        assertThat(session.at("/audio/input/turn_detection").has("threshold")).isFalse();
        ask("Where does it hurt?");
        timers.passAll();
        assertThat(last("response.output_audio_transcript.done")
                        .path("transcript")
                        .asText())
                .contains("no case script");
    }

    @Test
    void refusesAVoiceChangeAfterTheFirstAudio() {
        ask("Where does it hurt?");
        timers.passAll();
        conversation.receive("""
                {"type": "session.update",
                 "session": {"type": "realtime", "instructions": "x", "audio": {"output": {"voice": "cedar"}}}}""");

        assertThat(error()).isEqualTo("invalid_value");
        conversation.receive("{\"type\": \"session.update\", \"session\": {\"type\": \"realtime\"}}");
        assertThat(last("session.updated").at("/session/instructions").asText()).isEqualTo(Scripts.INSTRUCTIONS);
    }

    @Test
    void honoursClientItemIdsAndPositions() {
        conversation.receive(item("a", null));
        conversation.receive(item("b", null));
        conversation.receive(item("c", "a"));
        assertThat(last("conversation.item.added").path("previous_item_id").asText())
                .isEqualTo("a");
        conversation.receive(item("d", "root"));
        assertThat(last("conversation.item.added").path("previous_item_id").isNull())
                .isTrue();

        conversation.receive("{\"type\": \"conversation.item.retrieve\", \"item_id\": \"c\"}");
        assertThat(last("conversation.item.retrieved").at("/item/id").asText()).isEqualTo("c");
        conversation.receive("{\"type\": \"conversation.item.delete\", \"item_id\": \"c\"}");
        assertThat(last("conversation.item.deleted").path("item_id").asText()).isEqualTo("c");
        conversation.receive("{\"type\": \"conversation.item.retrieve\", \"item_id\": \"c\"}");
        assertThat(error()).isEqualTo("item_retrieve_invalid_item_id");
    }

    @Test
    void truncatesAPatientItem() {
        ask("Where does it hurt?");
        timers.passAll();
        String itemId = last("response.output_item.done").at("/item/id").asText();
        conversation.receive("""
                {"type": "conversation.item.truncate", "item_id": "%s", "content_index": 0, "audio_end_ms": 1500}""".formatted(itemId));

        assertThat(last("conversation.item.truncated").path("audio_end_ms").asInt())
                .isEqualTo(1500);
    }

    @Test
    void reportsTheSessionTimeout() {
        conversation.expire();

        assertThat(error()).isEqualTo("session_expired");
    }

    @Test
    void ignoresAudioEvents() {
        conversation.receive("{\"type\": \"input_audio_buffer.append\", \"audio\": \"AAAA\"}");

        assertThat(types()).containsExactly("session.created");
    }

    private static String item(String id, @Nullable String after) {
        return """
                {"type": "conversation.item.create", "previous_item_id": %s, "item": {"id": "%s", "type": "message",
                 "role": "user", "content": [{"type": "input_text", "text": "Hello"}]}}""".formatted(after == null ? "null" : "\"" + after + "\"", id);
    }
}
