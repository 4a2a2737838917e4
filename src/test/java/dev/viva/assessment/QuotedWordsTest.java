package dev.viva.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viva.model.NewNoteAnchor;
import dev.viva.model.NoteAnchor;
import dev.viva.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotedWordsTest {
    private static final String LINE = "Does it hurt, or does it ache?";

    private static QuotedWords words(@Nullable Integer start, @Nullable Integer end) {
        return QuotedWords.of(new NewNoteAnchor("item_1", start, end), LINE);
    }

    @Test
    void quotesTheWordsBetweenStartAndEnd() {
        assertThat(words(8, 12).quote()).isEqualTo("hurt");
        assertThat(words(null, null).quote()).isEqualTo(LINE);
        assertThat(words(25, null).quote()).isEqualTo("ache?");
    }

    @ParameterizedTest
    @CsvSource({"0, 31, /anchor/end", "12, 12, /anchor/start", "13, 8, /anchor/start", "30, , /anchor/start"})
    void refusesCharactersThatTheLineDoesNotHave(@Nullable Integer start, @Nullable Integer end, String pointer) {
        assertThatThrownBy(() -> words(start, end))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.errors().getFirst().pointer()).isEqualTo(pointer));
    }

    @Test
    void refusesHalfACharacter() {
        var half = new NewNoteAnchor("item_1", 0, 6);

        assertThatThrownBy(() -> QuotedWords.of(half, "Ouch \uD83D\uDE16!")).isInstanceOf(ProblemException.class);
        assertThat(QuotedWords.of(new NewNoteAnchor("item_1", 5, 7), "Ouch \uD83D\uDE16!")
                        .quote())
                .isEqualTo("\uD83D\uDE16");
    }

    @Test
    void refusesALineThatTheSessionDoesNotHave() {
        var anchor = new NewNoteAnchor("item_9", null, null);

        assertThatThrownBy(() -> QuotedWords.of(anchor, null)).isInstanceOf(ProblemException.class);
    }

    @Test
    void followsItsWordsIntoARevisedLine() {
        QuotedWords hurt = words(8, 12);

        assertThat(hurt.in(LINE)).isEqualTo(new NoteAnchor("item_1", "hurt", 8, 12, false));
        assertThat(hurt.in("So, does it hurt?")).isEqualTo(new NoteAnchor("item_1", "hurt", 12, 16, false));
        assertThat(hurt.in("Does it burn?")).isEqualTo(new NoteAnchor("item_1", "hurt", null, null, true));
        assertThat(hurt.in(null).changed()).isTrue();
    }

    @Test
    void takesTheOccurrenceNearestToItsPlace() {
        QuotedWords second = words(22, 24);

        assertThat(second.quote()).isEqualTo("it");
        assertThat(second.in("Does it hurt, or - tell me - does it ache?").start())
                .isEqualTo(34);
        assertThat(second.in("it, and then much more of the line than before it")
                        .start())
                .isZero();
    }
}
