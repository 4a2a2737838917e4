package dev.viva.debrief.fidelity;

import dev.viva.debrief.language.Words;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the case's reply to a topic states, as answers are compared with it. Immutable.
 *
 * @param outOfTen whether it gives a number out of ten
 * @param first the word with which it begins; empty without one
 */
record Reply(List<String> words, Quantities quantities, boolean outOfTen, Named named, String first) {
    private static final Pattern OUT_OF_TEN = Pattern.compile("\\bout of (?:ten|10)\\b");

    /** @param replies what the patient says of the topic, by the case */
    static Reply of(List<String> replies) {
        String text = String.join(" ", replies);
        List<String> words = Words.of(text);
        List<String> first = replies.isEmpty() ? List.of() : Words.of(replies.getFirst());
        return new Reply(
                words,
                Quantities.of(words),
                OUT_OF_TEN.matcher(String.join(" ", words)).find(),
                Named.in(text),
                first.isEmpty() ? "" : first.getFirst());
    }
}
