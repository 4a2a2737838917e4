package dev.viva.debrief.evidence;

import dev.viva.debrief.language.Clauses;
import dev.viva.debrief.language.Sentences;
import dev.viva.debrief.language.Span;
import dev.viva.model.Role;
import dev.viva.model.Turn;
import java.util.List;

/**
 * A line of a conversation, cut into sentences once: all rules compare the same ones. Immutable.
 *
 * @param whole all of its text
 * @param sentences in order
 */
public record Line(Turn turn, Passage whole, List<Passage> sentences) {
    public static Line of(Turn turn) {
        String text = turn.text();
        List<Passage> sentences = Sentences.of(text).stream()
                .map(sentence -> Passage.of(text, sentence))
                .toList();
        return new Line(turn, passage(text, Span.all(text), sentences), sentences);
    }

    public static List<Line> all(List<Turn> turns) {
        return turns.stream().map(Line::of).toList();
    }

    public boolean isStudents() {
        return turn.role() == Role.STUDENT;
    }

    /** From the first sentence to the last; all of a line without sentences. */
    Passage spoken() {
        return sentences.isEmpty()
                ? whole
                : passage(
                        turn.text(),
                        sentences.getFirst().span().to(sentences.getLast().span()),
                        List.of(whole, sentences.getFirst()));
    }

    /** The parts of a sentence that may each ask for something. */
    List<Passage> clauses(Passage sentence) {
        return passages(Clauses.of(turn.text(), sentence.span()), List.of(sentence));
    }

    /** Clauses, cut at "and" and "or" too. */
    List<Passage> joints(List<Passage> clauses) {
        return passages(
                Clauses.joints(turn.text(), clauses.stream().map(Passage::span).toList()), clauses);
    }

    private List<Passage> passages(List<Span> spans, List<Passage> known) {
        return spans.stream().map(span -> passage(turn.text(), span, known)).toList();
    }

    /** A known passage is not made again. */
    private static Passage passage(String text, Span span, List<Passage> known) {
        return known.stream()
                .filter(passage -> passage.span().equals(span))
                .findFirst()
                .orElseGet(() -> Passage.of(text, span));
    }
}
