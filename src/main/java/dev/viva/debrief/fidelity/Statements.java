package dev.viva.debrief.fidelity;

import dev.viva.debrief.evidence.Concepts;
import dev.viva.debrief.evidence.Line;
import dev.viva.debrief.evidence.Passage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a patient's sentences state, together with the questions that they answer. */
final class Statements {
    private static final Pattern HAPPENED =
            Pattern.compile("\\b(?:had|been|was|were|got|took|gave|found|put|since|told me|have had|have got|did)\\b");
    /** What a question for ideas, worries and wishes names. */
    private static final Set<String> MUSINGS = Set.of("think", "worry", "hope");

    private static final int MAX_FRAGMENT = 8;
    private static final Set<String> VERBS = Set.of(
            "is", "are", "was", "were", "am", "do", "does", "did", "have", "has", "had", "can", "could", "will",
            "would", "should", "get", "got", "feel", "feels", "hurt", "hurts", "go", "goes", "went");

    private final List<Line> questions;
    private final boolean musing;

    /** @param questions the lines before that ask something */
    Statements(List<Line> questions) {
        this.questions = questions;
        this.musing = questions.stream()
                .anyMatch(line -> line.whole().concepts().stream().anyMatch(MUSINGS::contains));
    }

    /** Whether they answer anything. */
    boolean answer() {
        return !questions.isEmpty();
    }

    /** Whether a sentence answers what the patient thinks, fears or hopes, and reports nothing that happened. */
    boolean muses(Passage sentence) {
        return musing && !HAPPENED.matcher(sentence.plain()).find();
    }

    /** "Broken a bone?" "The wrist. And three ribs": a part of the body alone, of which the question says what it has. */
    List<Assertion> completed(Stated sentence) {
        List<Assertion> all = Assertion.in(sentence);
        if (all.isEmpty() || questions.isEmpty()) {
            return all;
        }
        List<String> words = sentence.words();
        boolean bare = words.size() <= MAX_FRAGMENT
                && all.stream().allMatch(one -> one.is(Concepts.Kind.BODY) && !one.denied())
                && words.stream().noneMatch(VERBS::contains);
        if (!bare) {
            return all;
        }
        List<Assertion> completed = new ArrayList<>(all);
        questions.stream()
                .flatMap(question -> Assertion.in(Stated.all(question.whole())).stream())
                .filter(one -> one.is(Concepts.Kind.CONDITION, Concepts.Kind.PROCEDURE))
                .distinct()
                .sorted(Comparator.comparing(Assertion::name))
                .forEach(asked -> all.forEach(body -> completed.add(
                        new Assertion(asked.name(), asked.kind(), body.name(), false, body.relative(), false))));
        return completed;
    }
}
