package dev.viva.simulator.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.simulator.patient.ScriptedPatient;
import dev.viva.simulator.patient.Scripts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConversationErrorsTest {
    private final FakeTimers timers = new FakeTimers();
    private final List<ObjectNode> events = new ArrayList<>();
    private final Conversation conversation = new Conversation(
            SessionShape.create(
                    ServerEvents.object().put("type", "realtime").put("instructions", Scripts.INSTRUCTIONS),
                    "sess_1",
                    1_790_003_600),
            new ScriptedPatient(Scripts.LIBRARY),
            new CallContext(
                    event -> events.add(event.deepCopy()), timers, new FakeVoice(timers), Duration.ofMillis(300)));

    static Stream<Arguments> badEvents() {
        String message = "{\"type\": \"conversation.item.create\", \"item\": %s}";
        return Stream.of(
                arguments("not json", "invalid_event"),
                arguments("", "invalid_event"),
                arguments("[]", "invalid_event"),
                arguments("{}", "invalid_event"),
                arguments("{\"type\": 7}", "invalid_event"),
                arguments("{\"type\": \"session.destroy\"}", "invalid_event"),
                arguments("{\"type\": \"session.update\"}", "invalid_type"),
                arguments("{\"type\": \"session.update\", \"session\": {}}", "missing_required_parameter"),
                arguments(
                        "{\"type\": \"session.update\", \"session\": {\"type\": \"realtime\", \"voice\": \"marin\"}}",
                        "unknown_parameter"),
                arguments(
                        "{\"type\": \"session.update\", \"session\": {\"type\": \"realtime\", \"model\": \"other\"}}",
                        "invalid_value"),
                arguments("{\"type\": \"response.cancel\"}", "response_cancel_not_active"),
                arguments(
                        "{\"type\": \"response.create\", \"response\": {\"output_modalities\": [\"audio\", \"text\"]}}",
                        "invalid_value"),
                arguments("{\"type\": \"input_audio_buffer.commit\"}", "input_audio_buffer_commit_empty"),
                arguments(
                        "{\"type\": \"conversation.item.truncate\", \"item_id\": \"x\"}",
                        "item_truncate_invalid_item_id"),
                arguments(
                        "{\"type\": \"conversation.item.delete\", \"item_id\": \"x\"}", "item_delete_invalid_item_id"),
                arguments(message.formatted("null"), "missing_required_parameter"),
                arguments(message.formatted("{\"type\": \"function_call\"}"), "invalid_value"),
                arguments(message.formatted("{\"type\": \"message\", \"role\": \"judge\"}"), "invalid_value"),
                arguments(
                        message.formatted("{\"type\": \"message\", \"role\": \"user\"}"), "missing_required_parameter"),
                arguments(
                        message.formatted(
                                "{\"type\": \"message\", \"role\": \"user\", \"content\": [{\"type\": \"output_text\"}]}"),
                        "unsupported_content_type"),
                arguments("""
                        {"type": "conversation.item.create", "previous_item_id": "nobody", "item": {"id": "new",
                         "type": "message", "role": "user", "content": [{"type": "input_text", "text": "Hello"}]}}""", "invalid_value"),
                arguments(
                        "{\"type\": \"response.create\", \"event_id\": \"" + "x".repeat(513) + "\"}",
                        "string_above_max_length"));
    }

    @ParameterizedTest
    @MethodSource("badEvents")
    void answersABadEventWithAnErrorAndContinues(String event, String code) {
        conversation.receive(event);

        assertThat(events.getLast().path("type").asText()).isEqualTo("error");
        assertThat(events.getLast().at("/error/code").asText()).isEqualTo(code);
        conversation.receive("{\"type\": \"response.create\"}");
        assertThat(events.getLast().path("type").asText()).isEqualTo("response.created");
    }
}
