package dev.viva.debrief.fidelity;

import dev.viva.debrief.evidence.Passage;
import dev.viva.debrief.language.Sentences;
import dev.viva.debrief.language.Words;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a sentence states. Immutable.
 *
 * @param clauses the words of each
 */
record Stated(Passage passage, List<List<String>> clauses) {
    private static final Pattern CLAUSES = Pattern.compile("[,;:]\\s+|\\s+[\u2013\u2014-]+\\s+|\\s+\\bbut\\b\\s+");
    private static final Pattern TAG = Pattern.compile(
            "(?i),\\s*(?:is|are|was|were|do|does|did|have|has|had|can|could|should|would|am|will)(?:n['\u2019]t|\\s+not)?\\s+"
                    + "(?:it|that|this|i|you|they|he|she|we)\\b[^,]*\\?$");

    /** All that a text says. */
    static Stated all(Passage text) {
        return new Stated(text, clauses(text));
    }

    /** Each sentence of a text, as it is. */
    static List<Stated> sentences(String text) {
        return Sentences.of(text).stream()
                .map(sentence -> all(Passage.of(text, sentence)))
                .toList();
    }

    /** A sentence without the question at its end; nothing of one that only asks. */
    static Stated of(Passage sentence) {
        String text = sentence.text();
        if (!text.endsWith("?")) {
            return all(sentence);
        }
        var tag = TAG.matcher(text);
        return all(Passage.of(tag.find() ? text.substring(0, tag.start()) : ""));
    }

    private static List<List<String>> clauses(Passage text) {
        return CLAUSES.splitAsStream(text.text())
                .map(clause -> clause.equals(text.text()) ? text.words() : Words.of(clause))
                .toList();
    }

    List<String> words() {
        return passage.words();
    }
}
