package dev.viva.soak.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The comparison that decides a soak run finds each fault that is planted. */
class LineComparisonTest {
    private static final List<Line> SAID = List.of(line("a"), line("b"));
    private static final String A = turn("a", 1);
    private static final String B = turn("b", 2);
    private static final Map<String, JsonNode> RECEIPTS = Map.of("a", Json.parse(A), "b", Json.parse(B));

    private static Line line(String id) {
        return new Line(id, "student", "Words", null, Instant.EPOCH);
    }

    private static String turn(String id, int seq) {
        return "{\"item_id\":\"%s\",\"seq\":%d,\"role\":\"student\",\"text\":\"Words\"}".formatted(id, seq);
    }

    private static List<String> problems(String... turns) {
        return LineComparison.of(SAID, RECEIPTS, Json.parse("[" + String.join(",", turns) + "]"));
    }

    private static List<String> streamed(int... numbers) {
        var log = new StreamLog();
        log.add(Json.parse("{\"event\":\"partial\"}"));
        for (int number : numbers) {
            log.add(Json.parse("{\"id\":\"" + number + "\",\"event\":\"phase\"}"));
        }
        return log.problems(2);
    }

    @Test
    void acceptsWhatWasSaid() {
        assertThat(problems(A, B)).isEmpty();
        assertThat(streamed(1, 2)).isEmpty();
    }

    @Test
    void findsALostLine() {
        assertThat(problems(A)).containsExactly("b is lost");
        assertThat(streamed(1)).isNotEmpty();
    }

    @Test
    void findsALineThatIsThereTwice() {
        assertThat(problems(A, B, B)).containsExactly("b is there 2 times");
        assertThat(streamed(1, 1, 2)).isNotEmpty();
    }

    @Test
    void findsLinesOutOfOrder() {
        assertThat(problems(B, A)).isNotEmpty();
        assertThat(streamed(2, 1)).isNotEmpty();
    }

    @Test
    void findsAChangedLineAndAnotherNumber() {
        assertThat(problems(A, B.replace("Words", "Other words"))).hasSize(1);
        assertThat(problems(A, turn("b", 3))).hasSize(1);
    }
}
