package dev.viva.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's reader on the recordings that also test the page's reader (frontend/src/call/recordings.test.ts). */
class RecordingsTest {
    private static final int TRIES = 50;
    /** Each of these events has the text of a whole answer; one is enough. */
    private static final Set<String> ENDS = Set.of(
            "response.output_audio_transcript.done",
            "response.output_text.done",
            "response.content_part.done",
            "conversation.item.done",
            "response.output_item.done",
            "response.done");

    static Stream<Recording> recordings() {
        return Recording.all();
    }

    @Test
    void coverTheProtocol() {
        assertThat(recordings()).hasSizeGreaterThanOrEqualTo(40);
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void yieldTheExpectedLines(Recording recording) {
        var expected = recording.expectedOutcome();
        var outcome = Recording.play(recording.events());

        assertThat(outcome.lines()).containsExactlyElementsOf(expected.lines());
        assertThat(outcome.corrected()).isEqualTo(expected.corrected());
        assertThat(outcome.unwritten()).isEqualTo(expected.unwritten());
        if (!expected.partials().isEmpty()) {
            assertThat(outcome.partials()).isEqualTo(expected.partials());
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void yieldTheSameLinesFromRepeatedEvents(Recording recording) {
        var random = new Random(recording.name().hashCode());
        var expected = Recording.play(recording.events());
        for (int i = 0; i < TRIES; i++) {
            var events = new ArrayList<>(recording.events());
            for (int again = random.nextInt(6); again >= 0; again--) {
                int from = random.nextInt(events.size());
                events.add(from + 1 + random.nextInt(events.size() - from), events.get(from));
            }
            assertThat(Recording.play(events)).isEqualTo(expected);
        }
    }

    /** Two independent workers of the provider produce the student's and the patient's events. */
    @ParameterizedTest
    @MethodSource("recordings")
    void yieldTheSameLinesForAnyInterleaving(Recording recording) {
        var random = new Random(recording.name().hashCode());
        List<JsonNode> transcripts = recording.events().stream()
                .filter(RecordingsTest::isTranscription)
                .toList();
        List<JsonNode> others = recording.events().stream()
                .filter(event -> !isTranscription(event))
                .toList();
        var expected = Recording.play(recording.events());
        for (int i = 0; i < TRIES; i++) {
            var events = new ArrayList<JsonNode>(others);
            int at = 0;
            for (JsonNode transcript : transcripts) {
                at += random.nextInt(events.size() - at + 1);
                events.add(at++, transcript);
            }
            assertThat(Recording.play(events).anyOrder()).isEqualTo(expected.anyOrder());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"spoken-turn", "typed-turn", "answer-two-parts", "answer-two-parts-out-of-order"})
    void yieldTheSameLinesFromAnySingleEndEvent(String name) {
        var recording = Recording.read(Recording.FOLDER.resolve(name + ".jsonl"));
        var expected = Recording.play(recording.events());
        for (String only : ENDS) {
            boolean completed =
                    recording.events().stream().anyMatch(event -> type(event).equals(only));
            List<JsonNode> events = recording.events().stream()
                    .filter(event -> !completed
                            || !ENDS.contains(type(event))
                            || type(event).equals(only)
                            || isOfStudent(event))
                    .toList();
            assertThat(Recording.play(events).anyOrder()).as(only).isEqualTo(expected.anyOrder());
        }
    }

    /** Some stand-ins for the provider use one id for all events. */
    @ParameterizedTest
    @MethodSource("recordings")
    void doNotDependOnEventIds(Recording recording) {
        List<JsonNode> events = recording.events().stream()
                .map(event -> (JsonNode) ((ObjectNode) event).deepCopy().without(List.of("event_id")))
                .toList();

        assertThat(Recording.play(events).lines())
                .isEqualTo(Recording.play(recording.events()).lines());
    }

    private static boolean isTranscription(JsonNode event) {
        return type(event).startsWith("conversation.item.input_audio_transcription.");
    }

    private static boolean isOfStudent(JsonNode event) {
        return event.at("/item/role").asText().equals("user");
    }

    private static String type(JsonNode event) {
        return event.path("type").asText();
    }
}
