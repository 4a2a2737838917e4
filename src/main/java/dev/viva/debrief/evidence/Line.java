package dev.viva.debrief.evidence;

import static java.util.Objects.requireNonNull;

import dev.viva.debrief.language.Clauses;
import dev.viva.debrief.language.Sentences;
import dev.viva.debrief.language.Span;
import dev.viva.model.Role;
import dev.viva.model.Turn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A line of a conversation, cut into sentences and clauses once: all rules compare the same ones. Immutable.
 *
 * @param whole all of its text
 * @param sentences in order
 * @param clauses the parts of each sentence that may each ask for something, by the place of the sentence
 */
public record Line(Turn turn, Passage whole, List<Passage> sentences, Map<Span, List<Passage>> clauses) {
    public static Line of(Turn turn) {
        String text = turn.text();
        List<Passage> sentences = Sentences.of(text).stream()
                .map(sentence -> Passage.of(text, sentence))
                .toList();
        Map<Span, List<Passage>> clauses = new HashMap<>();
        for (Passage sentence : sentences) {
            clauses.put(sentence.span(), passages(text, Clauses.of(text, sentence.span()), List.of(sentence)));
        }
        return new Line(turn, passage(text, Span.all(text), sentences), sentences, Map.copyOf(clauses));
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

    /** The clauses of one of its sentences. */
    List<Passage> clauses(Passage sentence) {
        return requireNonNull(clauses.get(sentence.span()));
    }

    /** Clauses, cut at "and" and "or" too. */
    List<Passage> joints(List<Passage> clauses) {
        return passages(
                turn.text(),
                Clauses.joints(turn.text(), clauses.stream().map(Passage::span).toList()),
                clauses);
    }

    private static List<Passage> passages(String text, List<Span> spans, List<Passage> known) {
        return spans.stream().map(span -> passage(text, span, known)).toList();
    }

    /** A known passage is not made again. */
    private static Passage passage(String text, Span span, List<Passage> known) {
        return known.stream()
                .filter(passage -> passage.span().equals(span))
                .findFirst()
                .orElseGet(() -> Passage.of(text, span));
    }
}
