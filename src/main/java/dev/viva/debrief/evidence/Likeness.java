package dev.viva.debrief.evidence;

import java.util.List;
import java.util.stream.IntStream;

/** How near a text is to each of some phrases, by wording and meaning. Immutable. */
public final class Likeness {
    private final Phrases phrases;
    private final int count;

    public Likeness(List<String> phrases) {
        this.phrases = new Phrases(phrases.stream().map(Passage::of).toList(), new Rarity(phrases));
        this.count = phrases.size();
    }

    /** For each phrase, in per mille. */
    public int[] of(Passage text) {
        Phrases.Alike alike = phrases.alike(text);
        return IntStream.range(0, count).map(alike::of).toArray();
    }
}
