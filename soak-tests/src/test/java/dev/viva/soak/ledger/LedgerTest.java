package dev.viva.soak.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.soak.wire.Digest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a student's ledger finds in a transcript and on a stream; each test plants one fault. */
class LedgerTest {
    private static final String TEXT = "Does it hurt?";
    private static final String TURN =
            "{\"seq\":1,\"item_id\":\"item_S1\",\"role\":\"student\",\"text\":\"" + TEXT + "\"}";
    private static final String EXAM = exam("exam_1", 2, "soft end point");

    private final Ledger ledger = new Ledger();

    LedgerTest() {
        Line line = ledger.say("student", TEXT);
        ledger.stored(line, "{\"item_id\":\"item_S1\",\"seq\":1,\"late\":false}", false);
        ledger.examined("exam_1", EXAM);
    }

    private static String exam(String item, int seq, String finding) {
        return "{\"seq\":%d,\"examination\":{\"item_id\":\"%s\",\"finding\":\"%s\"}}".formatted(seq, item, finding);
    }

    private void transcribe(String... examinations) {
        var digest = new Digest();
        digest.add("item_S1", "student", TEXT);
        var transcript = JsonNodeFactory.instance
                .objectNode()
                .put("turn_count", 1)
                .put("digest", digest.hex())
                .put("complete", true);
        transcript.putArray("turns").add(Json.parse(TURN));
        ArrayNode events = transcript.putArray("examinations");
        for (String each : examinations) {
            events.add(((ObjectNode) Json.parse(each)).put("type", "examination"));
        }
        ledger.transcribed(transcript.toString());
    }

    /** @param frames each an event's type and data; their numbers go up by one */
    private List<String> streamed(String... frames) {
        var log = new StreamLog();
        log.add(Json.parse("{\"event\":\"partial\"}"));
        for (int i = 0; i < frames.length; i++) {
            String[] parts = frames[i].split(" ", 2);
            log.add(JsonNodeFactory.instance
                    .objectNode()
                    .put("id", String.valueOf(i + 1))
                    .put("event", parts[0])
                    .put("data", parts[1]));
        }
        return ledger.streamed(log, frames.length);
    }

    private static String turn(String turn) {
        return "turn {\"turn\":" + turn + "}";
    }

    private static String examination(String event) {
        return "examination " + event;
    }

    @Test
    void acceptsWhatWasSent() {
        transcribe(EXAM);
        assertThat(streamed(turn(TURN), examination(EXAM))).isEmpty();
    }

    @Test
    void findsAnExaminationThatIsLost() {
        assertThatThrownBy(this::transcribe).hasMessage("exam_1 is lost");
        assertThat(streamed(turn(TURN), "phase {}")).containsExactly("on the stream exam_1 is lost");
    }

    @Test
    void findsAnExaminationThatIsStoredTwice() {
        assertThatThrownBy(() -> transcribe(EXAM, exam("exam_1", 3, "soft end point")))
                .hasMessageStartingWith("exam_1 is there 2 times");
        assertThat(streamed(turn(TURN), examination(EXAM), examination(exam("exam_1", 3, "soft end point"))))
                .containsExactly("the stream has exam_1 twice");
    }

    @Test
    void findsAnExaminationThatReadsOtherwiseOrHasAnotherNumber() {
        assertThatThrownBy(() -> transcribe(exam("exam_1", 2, "firm"))).hasMessageContaining("firm");
        assertThatThrownBy(() -> transcribe(exam("exam_1", 3, "soft end point")))
                .hasMessageContaining("exam_1 should be");
        assertThat(streamed(turn(TURN), examination(exam("exam_1", 2, "firm")))).hasSize(1);
    }

    @Test
    void findsAnExaminationThatNobodyAskedFor() {
        assertThatThrownBy(() -> transcribe(EXAM, exam("exam_2", 3, "a"))).hasMessage("exam_2 was never sent");
    }

    @Test
    void findsALineThatTheStreamLacksOrInvents() {
        assertThat(streamed("phase {}", examination(EXAM))).containsExactly("on the stream item_S1 is lost");
        assertThat(streamed(
                        turn(TURN),
                        examination(EXAM),
                        turn(TURN.replace(":1,", ":3,").replace("_S1", "_S2"))))
                .containsExactly("on the stream item_S2 was never sent");
    }

    @Test
    void findsALineThatTheStreamHasUnderTwoNumbers() {
        assertThat(streamed(turn(TURN), examination(EXAM), turn(TURN.replace(":1,", ":3,"))))
                .containsExactly("the stream has item_S1 twice");
    }

    @Test
    void findsALineThatReadsOtherwiseOnTheStream() {
        assertThat(streamed(turn(TURN.replace("hurt", "ache")), examination(EXAM)))
                .hasSize(1);
        assertThat(streamed(turn(TURN.replace("student", "patient")), examination(EXAM)))
                .hasSize(1);
    }

    @Test
    void findsALineWhoseNumberIsNotThatOfItsEventOrReceipt() {
        assertThat(streamed(turn(TURN.replace(":1,", ":7,")), examination(EXAM)))
                .hasSize(2)
                .anyMatch(problem -> problem.contains("as event"))
                .anyMatch(problem -> problem.contains("another number than its receipt"));
    }
}
