package dev.viva.debrief.evidence;

import java.util.List;
import java.util.stream.IntStream;

/** How near a text is to each of some phrases, by wording and meaning. For one thread. */
public final class Likeness {
    private final Phrases.Reader reader;
    private final int count;

    public Likeness(List<String> phrases) {
        this.reader = new Phrases(phrases.stream().map(Passage::of).toList(), new Rarity(phrases)).reader();
        this.count = phrases.size();
    }

    /** For each phrase, in per mille. */
    public int[] of(Passage text) {
        reader.read(text);
        return IntStream.range(0, count).map(reader::alike).toArray();
    }
}
