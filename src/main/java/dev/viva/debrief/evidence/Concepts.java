package dev.viva.debrief.evidence;

import dev.viva.meaning.WordLists;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Recognises what patients and students call by different words: {@code concepts.txt}. Immutable. */
public final class Concepts {
    private static final Concepts ENGLISH = new Concepts(WordLists.read(Concepts.class, "concepts.txt"));
    /** Those of ASCII; what begins with others stands together. */
    private static final int LETTERS = 128;

    /** In a phrase: a gap of any words, up to the given number. */
    private static final String GAP = "~";

    private static final int MAX_GAP = 3;
    /** No gap contains these: who "had no falls" has none. */
    private static final Set<String> NEGATORS = Set.of("no", "not", "never", "without");

    /** By the first two letters of their first words, those that begin with only a beginning of a word. */
    private final Phrase[][] byBeginning = new Phrase[LETTERS * LETTERS][];
    /** By each whole word with which one begins: these, and of the others those that the word begins too. */
    private final Map<String, Phrase[]> byWord = new HashMap<>();

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
        COURSE,
        /** A phrase whose words do not mean what they say: "sick of", "my hands are full". */
        IDIOM
    }

    public record Concept(String name, Kind kind) {}

    /**
     * A concept in a text.
     *
     * @param from the number of its first word
     * @param to the number of the word after its last
     */
    public record Found(Concept concept, int from, int to) {}

    /** @param begins whether a word that goes on after the text is the same */
    private record Word(String text, boolean begins, boolean isGap) {
        static Word of(String written) {
            return written.endsWith("*")
                    ? new Word(written.substring(0, written.length() - 1), true, false)
                    : new Word(written, false, written.equals(GAP));
        }

        boolean is(String said) {
            return begins ? said.startsWith(text) : said.equals(text);
        }
    }

    private record Phrase(Concept concept, Word[] words) {
        /** Where the phrase ends that begins at a word; -1 if it does not begin there. */
        int end(List<String> text, int at) {
            return end(text, at, 0);
        }

        private int end(List<String> text, int at, int from) {
            for (int i = from; i < words.length; i++) {
                Word word = words[i];
                if (word.isGap()) {
                    return afterGap(text, at, i + 1);
                }
                if (at >= text.size() || !word.is(text.get(at))) {
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
                if (at + gap >= text.size() || NEGATORS.contains(text.get(at + gap))) {
                    return -1;
                }
            }
            return -1;
        }
    }

    /** @param lines {@code name | kind | phrases} */
    public Concepts(List<String> lines) {
        Map<Integer, List<Phrase>> phrases = new HashMap<>();
        Set<String> whole = new HashSet<>();
        for (String line : lines) {
            String[] parts = line.split("\\|", -1);
            var concept =
                    new Concept(parts[0].strip(), Kind.valueOf(parts[1].strip().toUpperCase(Locale.ROOT)));
            for (String phrase : parts[2].split(";", -1)) {
                List<String> words = List.of(phrase.strip().split(" ", -1));
                var written = new Phrase(concept, words.stream().map(Word::of).toArray(Word[]::new));
                phrases.computeIfAbsent(beginning(words.getFirst()), key -> new ArrayList<>())
                        .add(written);
                if (!written.words()[0].begins()) {
                    whole.add(words.getFirst());
                }
            }
        }
        Arrays.fill(byBeginning, new Phrase[0]);
        phrases.forEach((beginning, list) -> byBeginning[beginning] =
                list.stream().filter(phrase -> phrase.words()[0].begins()).toArray(Phrase[]::new));
        whole.forEach(word -> byWord.put(
                word,
                phrases.getOrDefault(beginning(word), List.of()).stream()
                        .filter(phrase -> phrase.words()[0].is(word))
                        .toArray(Phrase[]::new)));
    }

    private static int beginning(String word) {
        char first = word.isEmpty() ? 0 : word.charAt(0);
        char second = word.length() < 2 ? 0 : word.charAt(1);
        return first < LETTERS && second < LETTERS ? first * LETTERS + second : 0;
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
            for (Phrase phrase : byWord.getOrDefault(word, byBeginning[beginning(word)])) {
                int end = phrase.end(words, at);
                if (end >= 0) {
                    found.add(new Found(phrase.concept(), at, end));
                }
            }
        }
        return found;
    }

    /** The names of what words mean. */
    static Set<String> names(Collection<Found> all) {
        Set<String> names = new LinkedHashSet<>();
        all.forEach(found -> names.add(found.concept().name()));
        return names;
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
