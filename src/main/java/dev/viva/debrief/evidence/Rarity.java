package dev.viva.debrief.evidence;

import dev.viva.debrief.language.Words;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** How telling words are: those that occur in few texts tell more. Immutable. */
final class Rarity {
    private final Map<String, Integer> rarity = new HashMap<>();
    private final int unseen;

    /** @param texts among which words are rare or common */
    Rarity(Collection<String> texts) {
        Map<String, Integer> occurrences = new HashMap<>();
        texts.forEach(text -> new HashSet<>(Words.of(text)).forEach(word -> occurrences.merge(word, 1, Integer::sum)));
        occurrences.forEach((word, times) -> rarity.put(word, Exact.rarity(texts.size(), times)));
        unseen = Exact.rarity(texts.size(), 0);
    }

    int of(String word) {
        return rarity.getOrDefault(word, unseen);
    }

    int sum(List<String> words) {
        return words.stream().mapToInt(this::of).sum();
    }
}
