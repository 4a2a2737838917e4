package dev.viva.meaning;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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

    /** The terms of the texts, by number. */
    private final Map<String, Integer> numbers = new HashMap<>();
    /** By number. */
    private final double[] rarity;

    private final double unseen;

    /**
     * The terms of a text that the index knows, and their weights.
     *
     * @param numbers the terms, as the index numbers them
     * @param weights of those terms; with those that the index does not know, a vector of length 1
     */
    public record Terms(int[] numbers, double[] weights) {}

    /** A text that is compared with many: its weights by the numbers of the terms. Immutable. */
    public static final class Text {
        private final double[] weights;

        private Text(Terms terms, int known) {
            this.weights = new double[known];
            for (int i = 0; i < terms.numbers.length; i++) {
                weights[terms.numbers[i]] = terms.weights[i];
            }
        }

        /**
         * From 0 for nothing in common to 1 for the same terms.
         *
         * @param other of the same index
         */
        public double similarity(Terms other) {
            int[] numbers = other.numbers;
            double[] others = other.weights;
            double sum = 0;
            for (int i = 0; i < numbers.length; i++) {
                sum += weights[numbers[i]] * others[i];
            }
            return sum;
        }
    }

    /** @param texts those among which one is sought */
    public TermIndex(Collection<String> texts) {
        Map<String, Integer> occurrences = new HashMap<>();
        texts.forEach(text -> count(text).keySet().forEach(term -> occurrences.merge(term, 1, Integer::sum)));
        double all = texts.size() + 1.0;
        rarity = new double[occurrences.size()];
        occurrences.forEach((term, times) -> {
            rarity[numbers.size()] = Math.log(all / (times + 0.5));
            numbers.put(term, numbers.size());
        });
        unseen = Math.log(all / 0.5);
    }

    /** The terms of a text. */
    public Terms terms(String text) {
        Map<String, Double> weights = count(text);
        weights.replaceAll((term, times) -> {
            Integer number = numbers.get(term);
            return times * (number == null ? unseen : rarity[number]);
        });
        double length = Math.sqrt(
                weights.values().stream().mapToDouble(weight -> weight * weight).sum());
        weights.keySet().retainAll(numbers.keySet());
        int[] known = new int[weights.size()];
        double[] ofKnown = new double[known.length];
        int i = 0;
        for (var term : weights.entrySet()) {
            known[i] = Objects.requireNonNull(numbers.get(term.getKey()));
            ofKnown[i++] = term.getValue() / length;
        }
        return new Terms(known, ofKnown);
    }

    /** The terms of a text that is compared with many. */
    public Text text(String text) {
        return new Text(terms(text), rarity.length);
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
