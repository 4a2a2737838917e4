package dev.viva.debrief.evidence;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
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

    private final List<Term> terms = new ArrayList<>();
    /** The places of the terms in their list. */
    private final Map<String, Integer> numbers = new HashMap<>();
    /** For each word of the phrases, the numbers of its terms, each as often as it counts: most of what is said. */
    private final Map<String, int[]> known = new HashMap<>();

    private final int count;
    private final int unseen;
    private final double[] lengths;
    private final int[][] meanings;
    private final double[] meaningLengths;
    private final Rarity rarity;

    /**
     * Where a term occurs.
     *
     * @param weights by phrase: the rarity, as often as the phrase has the term
     */
    private record Term(int rarity, int[] phrases, int[] weights) {}

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
        phrases.forEach(phrase -> Words.of(phrase).forEach(word -> known.computeIfAbsent(word, this::numbers)));
        this.lengths = Arrays.stream(squares).mapToDouble(Math::sqrt).toArray();
    }

    private void add(String name, List<Integer> places, long[] squares) {
        int weight = Exact.rarity(count, places.size() / 2);
        int[] phrases = new int[places.size() / 2];
        int[] weights = new int[phrases.length];
        for (int i = 0; i < phrases.length; i++) {
            phrases[i] = places.get(2 * i);
            weights[i] = weight * places.get(2 * i + 1);
            squares[phrases[i]] += (long) weights[i] * weights[i];
        }
        numbers.put(name, terms.size());
        terms.add(new Term(weight, phrases, weights));
    }

    private int[] numbers(String word) {
        var all = IntStream.builder();
        terms(word, (term, times) -> {
            for (int i = 0; i < times; i++) {
                all.add(requireNonNull(numbers.get(term)));
            }
        });
        return all.build().toArray();
    }

    /** The terms of a text, with the number of times that it has each. */
    private final class Text {
        private final int[] times = new int[terms.size()];
        private final BitSet seen = new BitSet(terms.size());
        /** Terms that no phrase has. */
        private final Map<String, Integer> unknown = new HashMap<>();

        Text(List<String> words) {
            Concepts.names(words).forEach(concept -> add("#" + concept, CONCEPT));
            for (String word : words) {
                int[] all = known.get(word);
                if (all == null) {
                    terms(word, this::add);
                } else {
                    for (int number : all) {
                        seen.set(number);
                        times[number]++;
                    }
                }
            }
        }

        private void add(String term, int count) {
            Integer number = numbers.get(term);
            if (number == null) {
                unknown.merge(term, count, Integer::sum);
            } else {
                seen.set(number);
                times[number] += count;
            }
        }

        /** Adds its product with each phrase, and returns its square. */
        long multiply(long[] dots) {
            long square = 0;
            for (int count : unknown.values()) {
                long value = (long) count * unseen;
                square += value * value;
            }
            for (int number = seen.nextSetBit(0); number >= 0; number = seen.nextSetBit(number + 1)) {
                Term term = terms.get(number);
                long value = (long) times[number] * term.rarity();
                square += value * value;
                int[] weights = term.weights();
                int[] phrases = term.phrases();
                for (int i = 0; i < phrases.length; i++) {
                    dots[phrases[i]] += value * weights[i];
                }
            }
            return square;
        }
    }

    /** @param words of the text, by {@link Words#of} */
    Alike alike(List<String> words) {
        long[] dots = new long[count];
        long square = new Text(words).multiply(dots);
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
        words.forEach(word -> terms(word, (term, times) -> counted.merge(term, times, Integer::sum)));
        return counted;
    }

    /** A word and its parts. */
    private static void terms(String word, ObjIntConsumer<String> each) {
        each.accept("=" + word, WORD);
        String framed = "^" + word + "$";
        for (int size = MIN_GRAM; size <= MAX_GRAM; size++) {
            for (int start = 0; start + size <= framed.length(); start++) {
                each.accept(framed.substring(start, start + size), 1);
            }
        }
    }
}
