package dev.viva.debrief.fidelity;

import dev.viva.meaning.WordLists;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What English words mean, as far as a patient's health is concerned: {@code word-classes.txt}. */
final class WordClasses {
    private static final Set<Clue> EVERYDAY = EnumSet.range(Clue.BIRTH, Clue.TEST);
    private static final Map<String, Set<Clue>> CLASSES = new HashMap<>();
    private static final Map<String, Set<Clue>> OF_STEMS = new HashMap<>();

    static {
        for (String line : WordLists.read(WordClasses.class, "word-classes.txt")) {
            String[] parts = line.split(" \\| ", -1);
            Clue clue = Clue.valueOf(parts[0].toUpperCase(Locale.ROOT));
            for (String word : parts[1].split(" ", -1)) {
                CLASSES.computeIfAbsent(word, key -> EnumSet.noneOf(Clue.class)).add(clue);
                OF_STEMS.computeIfAbsent(Stems.of(word), key -> EnumSet.noneOf(Clue.class))
                        .add(clue);
            }
        }
    }

    private WordClasses() {}

    /** Whether a word means something of health by itself, and not only in everyday speech. */
    static boolean isClinical(Set<Clue> classes) {
        return classes.stream().anyMatch(clue -> !EVERYDAY.contains(clue));
    }

    /** The classes of a word, or of a word that it is a form of; empty for most words. */
    static Set<Clue> of(String word) {
        Set<Clue> classes = CLASSES.get(word);
        return classes == null ? OF_STEMS.getOrDefault(Stems.of(word), Set.of()) : classes;
    }
}
