package dev.viva.debrief.evidence;

import dev.viva.debrief.language.Words;
import java.util.List;
import java.util.stream.IntStream;

/** How near a text is to each of some phrases, by wording and meaning. Immutable. */
public final class Likeness {
    private final Phrases phrases;
    private final int count;

    public Likeness(List<String> phrases) {
        this.phrases = new Phrases(phrases, new Rarity(phrases));
        this.count = phrases.size();
    }

    /** For each phrase, in per mille. */
    public int[] of(String text) {
        List<String> words = Words.of(text);
        Phrases.Alike alike = phrases.alike(words, Concepts.names(words));
        return IntStream.range(0, count).map(alike::of).toArray();
    }
}
