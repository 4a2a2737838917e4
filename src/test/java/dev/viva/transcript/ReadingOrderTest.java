package dev.viva.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.model.Role;
import dev.viva.model.TranscriptLine;
import dev.viva.model.Turn;
import dev.viva.model.TurnSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingOrderTest {
    private static final Instant START = Instant.parse("2026-11-02T10:00:00Z");

    @Test
    void placesALateStudentLineBeforeItsAnswer() {
        var answer = turn(1, "answer", "question", null);
        var question = turn(2, "question", null, null);

        assertThat(order(answer, question)).containsExactly("question", "answer");
    }

    @Test
    void usesStartTimesWithoutPredecessors() {
        var later = turn(1, "later", null, 20);
        var earlier = turn(2, "earlier", null, 10);

        assertThat(order(later, earlier)).containsExactly("earlier", "later");
    }

    @Test
    void usesArrivalForEqualTimes() {
        assertThat(order(turn(2, "b", null, 10), turn(1, "a", null, 10))).containsExactly("a", "b");
    }

    @Test
    void ignoresAnUnknownPredecessor() {
        assertThat(order(turn(1, "a", "never-stored", 5), turn(2, "b", "a", 1))).containsExactly("a", "b");
    }

    @Test
    void ordersLinesWithTheSamePredecessorByStart() {
        assertThat(order(turn(1, "a", null, 0), turn(2, "c", "a", 9), turn(3, "b", "a", 4)))
                .containsExactly("a", "b", "c");
    }

    @Test
    void losesNoLineInACycle() {
        assertThat(order(turn(1, "a", "b", 3), turn(2, "b", "a", 2), turn(3, "c", null, 9)))
                .containsExactly("c", "b", "a");
    }

    @Test
    void ordersAConversationOfAnyLength() {
        var turns = new ArrayList<Turn>();
        for (int i = 1; i <= 20_000; i++) {
            turns.add(turn(i, "i" + i, i == 1 ? null : "i" + (i - 1), null));
        }
        Collections.reverse(turns);

        assertThat(ReadingOrder.of(turns)).extracting(Turn::seq).isSorted().hasSize(20_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void orderDoesNotDependOnArrival(long seed) {
        var spoken = new ArrayList<String>();
        for (int i = 0; i < 12; i++) {
            spoken.add("i" + i);
        }
        var arrival = new ArrayList<>(spoken);
        Collections.shuffle(arrival, new Random(seed));

        var turns = new ArrayList<Turn>();
        for (String item : arrival) {
            int place = spoken.indexOf(item);
            turns.add(turn(turns.size() + 1, item, place == 0 ? null : spoken.get(place - 1), null));
        }

        assertThat(ReadingOrder.of(turns)).extracting(Turn::itemId).isEqualTo(spoken);
    }

    private static List<String> order(Turn... turns) {
        return ReadingOrder.of(List.of(turns)).stream().map(Turn::itemId).toList();
    }

    private static Turn turn(long seq, String item, @Nullable String previous, @Nullable Integer startedSecond) {
        Instant started = startedSecond == null ? null : START.plusSeconds(startedSecond);
        return stored(new TranscriptLine(item, Role.STUDENT, "words", true, previous, started, null, null, null), seq);
    }

    /** A client's line stored under that number, long after it was spoken. */
    static Turn stored(TranscriptLine line, long seq) {
        return new Turn(
                seq,
                line.itemId(),
                line.role(),
                null,
                null,
                line.text(),
                TurnSource.CLIENT,
                false,
                null,
                null,
                null,
                line.previousItemId(),
                line.startedAt(),
                null,
                START.plusSeconds(1000 + seq),
                null);
    }
}
