package dev.viva.debrief.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds among known phrases those that are like a text: by their words and parts of words (tf-idf over words and 3- and
 * 4-grams) and by the meaning of their words. All results are whole numbers. Immutable.
 */
final class Phrases {
    private static final int MIN_GRAM = 3;
    private static final int MAX_GRAM = 4;
    /** A whole word counts twice as much as a part. */
    private static final int WORD = 2;

    private static final int CONCEPT = 3;

    private final Map<String, Term> terms = new HashMap<>();
    private final int count;
    private final int unseen;
    private final double[] lengths;
    private final int[][] meanings;
    private final double[] meaningLengths;
    private final Rarity rarity;

    /** Where a term occurs: phrase and weight in turns. */
    private record Term(int rarity, int[] places) {}

    /**
     * How near a text is to each phrase, in per mille.
     *
     * @param wording by words and parts of words
     * @param meaning by the meaning of the words
     */
    record Alike(int[] wording, int[] meaning) {
        int of(int phrase) {
            return (wording[phrase] + meaning[phrase]) / 2;
        }
    }

    /** @param rarity of words, by all that is known of the case */
    Phrases(List<String> phrases, Rarity rarity) {
        this.rarity = rarity;
        this.count = phrases.size();
        this.unseen = Exact.rarity(count, 0);
        var squares = new long[count];
        this.meanings = new int[count][];
        this.meaningLengths = new double[count];
        var places = new HashMap<String, List<Integer>>();
        for (int i = 0; i < count; i++) {
            int phrase = i;
            List<String> words = Words.of(phrases.get(i));
            counted(words).forEach((term, times) -> {
                var list = places.computeIfAbsent(term, key -> new ArrayList<>());
                list.add(phrase);
                list.add(times);
            });
            meanings[i] = meaning(words);
            meaningLengths[i] = Math.sqrt(square(meanings[i]));
        }
        places.forEach((term, list) -> add(term, list, squares));
        this.lengths = Arrays.stream(squares).mapToDouble(Math::sqrt).toArray();
    }

    private void add(String name, List<Integer> places, long[] squares) {
        int weight = Exact.rarity(count, places.size() / 2);
        terms.put(
                name,
                new Term(weight, places.stream().mapToInt(Integer::intValue).toArray()));
        for (int i = 0; i < places.size(); i += 2) {
            long value = (long) weight * places.get(i + 1);
            squares[places.get(i)] += value * value;
        }
    }

    /** @param words of the text, by {@link Words#of} */
    Alike alike(List<String> words) {
        long[] dots = new long[count];
        long square = 0;
        for (var entry : counted(words).entrySet()) {
            Term term = terms.get(entry.getKey());
            long value = (long) entry.getValue() * (term == null ? unseen : term.rarity());
            square += value * value;
            if (term != null) {
                int[] places = term.places();
                for (int i = 0; i < places.length; i += 2) {
                    dots[places[i]] += value * term.rarity() * places[i + 1];
                }
            }
        }
        int[] meaning = meaning(words);
        double length = Math.sqrt(square);
        double meaningLength = Math.sqrt(square(meaning));
        int[] wordings = new int[count];
        int[] nearness = new int[count];
        for (int i = 0; i < count; i++) {
            wordings[i] = Exact.cosine(dots[i], length, lengths[i]);
            nearness[i] = Math.max(0, Exact.cosine(dot(meaning, meanings[i]), meaningLength, meaningLengths[i]));
        }
        return new Alike(wordings, nearness);
    }

    private static long dot(int @Nullable [] a, int @Nullable [] b) {
        long dot = 0;
        if (a != null && b != null) {
            for (int i = 0; i < a.length; i++) {
                dot += (long) a[i] * b[i];
            }
        }
        return dot;
    }

    private static long square(int @Nullable [] a) {
        return dot(a, a);
    }

    /** The sum of the words' vectors, rare words weigh more; null without a known word. */
    private int @Nullable [] meaning(List<String> words) {
        var vectors = WordVectors.shared();
        int[] sum = new int[vectors.dimensions()];
        boolean known = false;
        for (String word : words) {
            byte[] vector = vectors.of(word);
            if (vector != null) {
                int weight = rarity.of(word);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += vector[i] * weight;
                }
                known = true;
            }
        }
        return known ? sum : null;
    }

    private static Map<String, Integer> counted(List<String> words) {
        Map<String, Integer> counted = new HashMap<>();
        Concepts.names(words).forEach(concept -> counted.merge("#" + concept, CONCEPT, Integer::sum));
        for (String word : words) {
            counted.merge("=" + word, WORD, Integer::sum);
            String framed = "^" + word + "$";
            for (int size = MIN_GRAM; size <= MAX_GRAM; size++) {
                for (int start = 0; start + size <= framed.length(); start++) {
                    counted.merge(framed.substring(start, start + size), 1, Integer::sum);
                }
            }
        }
        return counted;
    }
}
