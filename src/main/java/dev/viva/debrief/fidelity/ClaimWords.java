package dev.viva.debrief.fidelity;

import dev.viva.meaning.WordLists;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The grammar of a sentence by single words and pairs of words: {@code claim-words.txt}. */
final class ClaimWords {
    private static final Map<String, Set<Clue>> CLUES = new HashMap<>();
    private static final Map<String, Set<String>> LISTS = new HashMap<>();
    private static final Set<String> EMPTY = new HashSet<>();

    static {
        for (String line : WordLists.read(ClaimWords.class, "claim-words.txt")) {
            String[] parts = line.split(" \\| ", -1);
            List<String> words = List.of(parts[1].split("; ", -1));
            if (parts[0].equals(parts[0].toUpperCase(Locale.ROOT))) {
                Clue clue = Clue.valueOf(parts[0]);
                words.forEach(word -> CLUES.computeIfAbsent(word, key -> EnumSet.noneOf(Clue.class))
                        .add(clue));
            } else {
                LISTS.put(parts[0], Set.copyOf(words));
            }
        }
        LISTS.values().forEach(EMPTY::addAll);
        EMPTY.addAll(CLUES.keySet());
    }

    private ClaimWords() {}

    /** Whether a word says nothing that a case could hold: times, numbers, relatives and words of grammar. */
    static boolean isEmpty(String word) {
        return EMPTY.contains(word);
    }

    static boolean isTime(String word) {
        return LISTS.getOrDefault("times", Set.of()).contains(word);
    }

    static boolean isNumber(String word) {
        return LISTS.getOrDefault("numbers", Set.of()).contains(word);
    }

    /** Whether a sentence that begins with it adds something to the one before. */
    static boolean isAdding(String word) {
        return LISTS.getOrDefault("adding", Set.of()).contains(word);
    }

    static boolean isNegator(String word) {
        return CLUES.getOrDefault(word, Set.of()).contains(Clue.NEGATED);
    }

    /** What the words show. */
    static Set<Clue> of(List<String> words) {
        Set<Clue> clues = EnumSet.noneOf(Clue.class);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            clues.addAll(CLUES.getOrDefault(word, Set.of()));
            if (i + 1 < words.size()) {
                clues.addAll(CLUES.getOrDefault(word + " " + words.get(i + 1), Set.of()));
            }
        }
        return clues;
    }
}
