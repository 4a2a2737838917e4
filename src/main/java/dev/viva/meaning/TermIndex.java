package dev.viva.meaning;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How alike the words of two texts are, in any language: words and their parts, rare ones weigh more (tf-idf over words
 * and character n-grams). Immutable.
 */
public final class TermIndex {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final int MIN_GRAM = 3;
    private static final int MAX_GRAM = 4;
    private static final double WORD = 2;
    /** Below are the characters of ASCII. */
    private static final int ASCII = 128;

    private final Map<String, Double> rarity = new HashMap<>();
    private final double unseen;

    /** The terms of a text with their weights, of length 1. */
    public record Terms(Map<String, Double> weights) {
        /** From 0 for nothing in common to 1 for the same terms. */
        public double similarity(Terms other) {
            Map<String, Double> small = weights.size() < other.weights.size() ? weights : other.weights;
            Map<String, Double> large = small == weights ? other.weights : weights;
            double sum = 0;
            for (var term : small.entrySet()) {
                Double weight = large.get(term.getKey());
                sum += weight == null ? 0 : weight * term.getValue();
            }
            return sum;
        }
    }

    /** @param texts those among which one is sought */
    public TermIndex(Collection<String> texts) {
        Map<String, Integer> occurrences = new HashMap<>();
        texts.forEach(
                text -> new HashSet<>(count(text).keySet()).forEach(term -> occurrences.merge(term, 1, Integer::sum)));
        double all = texts.size() + 1.0;
        occurrences.forEach((term, times) -> rarity.put(term, Math.log(all / (times + 0.5))));
        unseen = Math.log(all / 0.5);
    }

    /** The terms of a text. */
    public Terms terms(String text) {
        Map<String, Double> weights = new HashMap<>();
        count(text).forEach((term, times) -> weights.put(term, times * rarity.getOrDefault(term, unseen)));
        double length = Math.sqrt(
                weights.values().stream().mapToDouble(weight -> weight * weight).sum());
        if (length > 0) {
            weights.replaceAll((term, weight) -> weight / length);
        }
        return new Terms(weights);
    }

    /** The words of a text in lower case, without accents and marks. */
    public static String[] words(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= ASCII) {
                return anyWords(text);
            }
        }
        return asciiWords(text);
    }

    /** The same without normalising, which ASCII does not need: most of what is said in English. */
    private static String[] asciiWords(String text) {
        List<String> words = new ArrayList<>();
        var word = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter >= 'A' && letter <= 'Z') {
                word.append((char) (letter + ('a' - 'A')));
            } else if (letter >= 'a' && letter <= 'z' || letter >= '0' && letter <= '9') {
                word.append(letter);
            } else if (letter != '\'' && !word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
        }
        if (!word.isEmpty() || words.isEmpty()) {
            words.add(word.toString());
        }
        return words.toArray(String[]::new);
    }

    private static String[] anyWords(String text) {
        String plain = MARKS.matcher(Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD))
                .replaceAll("");
        return SEPARATORS
                .matcher(plain.replace("'", "").replace("’", ""))
                .replaceAll(" ")
                .strip()
                .split(" ", -1);
    }

    private static Map<String, Double> count(String text) {
        Map<String, Double> terms = new HashMap<>();
        for (String word : words(text)) {
            if (word.isEmpty()) {
                continue;
            }
            terms.merge("=" + word, WORD, Double::sum);
            String framed = "^" + word + "$";
            for (int size = MIN_GRAM; size <= MAX_GRAM; size++) {
                for (int start = 0; start + size <= framed.length(); start++) {
                    terms.merge(framed.substring(start, start + size), 1.0, Double::sum);
                }
            }
        }
        return terms;
    }
}
