package dev.viva.debrief.evidence;

import dev.viva.debrief.language.Span;
import dev.viva.debrief.language.Words;
import java.util.List;
import java.util.Set;

/**
 * A text or a part of one, as it is compared with others. Immutable.
 *
 * @param span which part of the text it is
 * @param text the part
 * @param words by {@link Words#of}
 * @param plain the words with a space between each two
 * @param found what the words mean
 * @param concepts the names of what they mean
 */
public record Passage(
        Span span, String text, List<String> words, String plain, List<Concepts.Found> found, Set<String> concepts) {
    public static Passage of(String text) {
        return of(text, Span.all(text));
    }

    public static Passage of(String text, Span span) {
        String part = span.of(text);
        List<String> words = Words.of(part);
        List<Concepts.Found> found = Concepts.in(words);
        return new Passage(span, part, words, String.join(" ", words), found, Concepts.names(found));
    }
}
