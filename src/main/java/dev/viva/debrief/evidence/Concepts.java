package dev.viva.debrief.evidence;

import dev.viva.meaning.WordLists;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Recognises what patients and students call by different words: {@code concepts.txt}. Immutable. */
public final class Concepts {
    private static final Concepts ENGLISH = new Concepts(WordLists.read(Concepts.class, "concepts.txt"));
    private static final int MIN_BEGINNING = 2;
    /** In a phrase: a gap of any words, up to the given number. */
    private static final String GAP = "~";

    private static final int MAX_GAP = 3;

    private final Map<String, List<Phrase>> byFirst = new HashMap<>();

    /** What a concept is, such as a symptom or a medicine. */
    public enum Kind {
        SYMPTOM,
        CONDITION,
        MEDICINE,
        PROCEDURE,
        BODY,
        RELATIVE,
        HABIT,
        FUNCTION,
        FEELING,
        COURSE
    }

    public record Concept(String name, Kind kind) {}

    /**
     * A concept in a text.
     *
     * @param from the number of its first word
     * @param to the number of the word after its last
     */
    public record Found(Concept concept, int from, int to) {}

    private record Phrase(Concept concept, List<String> words) {
        /** Where the phrase ends that begins at a word; -1 if it does not begin there. */
        int end(List<String> text, int at) {
            return end(text, at, 0);
        }

        private int end(List<String> text, int at, int from) {
            for (int i = from; i < words.size(); i++) {
                String word = words.get(i);
                if (word.equals(GAP)) {
                    return afterGap(text, at, i + 1);
                }
                if (at >= text.size() || !same(word, text.get(at))) {
                    return -1;
                }
                at++;
            }
            return at;
        }

        private int afterGap(List<String> text, int at, int from) {
            for (int gap = 0; gap <= MAX_GAP; gap++) {
                int end = end(text, at + gap, from);
                if (end >= 0) {
                    return end;
                }
            }
            return -1;
        }

        private static boolean same(String word, String said) {
            return word.endsWith("*") ? said.startsWith(word.substring(0, word.length() - 1)) : said.equals(word);
        }
    }

    /** @param lines {@code name | kind | phrases} */
    public Concepts(List<String> lines) {
        for (String line : lines) {
            String[] parts = line.split("\\|", -1);
            var concept =
                    new Concept(parts[0].strip(), Kind.valueOf(parts[1].strip().toUpperCase(Locale.ROOT)));
            for (String phrase : parts[2].split(";", -1)) {
                List<String> words = List.of(phrase.strip().split(" ", -1));
                byFirst.computeIfAbsent(beginning(words.getFirst()), key -> new ArrayList<>())
                        .add(new Phrase(concept, words));
            }
        }
    }

    private static String beginning(String word) {
        return word.substring(0, Math.min(MIN_BEGINNING, word.length()));
    }

    /** All that words mean; one word may mean several things. */
    public static List<Found> in(List<String> words) {
        return ENGLISH.find(words);
    }

    /** All that words mean by these lists; one word may mean several things. */
    public List<Found> find(List<String> words) {
        List<Found> found = new ArrayList<>();
        for (int at = 0; at < words.size(); at++) {
            String word = words.get(at);
            for (Phrase phrase : candidates(word)) {
                int end = phrase.end(words, at);
                if (end >= 0) {
                    found.add(new Found(phrase.concept(), at, end));
                }
            }
        }
        return found;
    }

    private List<Phrase> candidates(String word) {
        return byFirst.getOrDefault(beginning(word), List.of());
    }

    /** The names of what words mean. */
    public static Set<String> names(List<String> words) {
        return in(words).stream()
                .map(found -> found.concept().name())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The concepts of some kinds in words. */
    static Set<String> names(List<String> words, Kind... kinds) {
        Set<Kind> wanted = Set.of(kinds);
        return in(words).stream()
                .map(Found::concept)
                .filter(concept -> wanted.contains(concept.kind()))
                .map(Concept::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
