package dev.viva.debrief.evidence;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
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
    /** The words of the phrases: most of what is said. */
    private final Map<String, Word> known = new HashMap<>();

    private final int count;
    private final int unseen;
    private final double[] lengths;
    private final Meanings meanings;
    private final Rarity rarity;

    /**
     * Where a term occurs.
     *
     * @param weights by phrase: the rarity, as often as the phrase has the term
     */
    private record Term(int rarity, int[] phrases, int[] weights) {}

    /** @param terms the numbers of its terms, each as often as it counts */
    private record Word(int[] terms, byte @Nullable [] vector, int rarity) {}

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
    Phrases(List<Passage> phrases, Rarity rarity) {
        this.rarity = rarity;
        this.count = phrases.size();
        this.unseen = Exact.rarity(count, 0);
        var places = new HashMap<String, List<Integer>>();
        for (int i = 0; i < count; i++) {
            int phrase = i;
            counted(phrases.get(i)).forEach((term, times) -> {
                var list = places.computeIfAbsent(term, key -> new ArrayList<>());
                list.add(phrase);
                list.add(times);
            });
        }
        var squares = new long[count];
        places.forEach((term, list) -> add(term, list, squares));
        this.lengths = Arrays.stream(squares).mapToDouble(Exact::length).toArray();
        phrases.forEach(phrase -> phrase.words().forEach(word -> known.computeIfAbsent(word, this::word)));
        this.meanings = new Meanings(phrases.stream().map(this::meaning).toList());
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

    private Word word(String word) {
        var all = IntStream.builder();
        terms(word, (term, times) -> {
            for (int i = 0; i < times; i++) {
                all.add(requireNonNull(numbers.get(term)));
            }
        });
        return new Word(all.build().toArray(), WordVectors.shared().of(word), rarity.of(word));
    }

    /** The terms of a text. */
    private final class Text {
        /** Their numbers, each as often as the text has it. */
        private int[] known = new int[1 << 7];

        private int size;
        /** Terms that no phrase has, with the number of times. */
        private final Map<String, Integer> unknown = new HashMap<>();

        Text(Passage text) {
            text.concepts().forEach(concept -> add("#" + concept, CONCEPT));
            for (String word : text.words()) {
                Word of = Phrases.this.known.get(word);
                if (of == null) {
                    terms(word, this::add);
                } else {
                    makeRoom(of.terms().length);
                    System.arraycopy(of.terms(), 0, known, size, of.terms().length);
                    size += of.terms().length;
                }
            }
        }

        private void add(String term, int count) {
            Integer number = numbers.get(term);
            if (number == null) {
                unknown.merge(term, count, Integer::sum);
            } else {
                makeRoom(count);
                Arrays.fill(known, size, size + count, number);
                size += count;
            }
        }

        private void makeRoom(int more) {
            if (size + more > known.length) {
                known = Arrays.copyOf(known, 2 * known.length + more);
            }
        }

        /** Adds its product with each phrase, and returns its square. */
        long multiply(double[] dots) {
            long square = 0;
            for (int count : unknown.values()) {
                long value = (long) count * unseen;
                square += value * value;
            }
            Arrays.sort(known, 0, size);
            for (int from = 0; from < size; ) {
                int to = from + 1;
                while (to < size && known[to] == known[from]) {
                    to++;
                }
                Term term = terms.get(known[from]);
                long value = (long) (to - from) * term.rarity();
                square += value * value;
                add(dots, value, term);
                from = to;
            }
            return square;
        }

        private static void add(double[] dots, double value, Term term) {
            int[] weights = term.weights();
            int[] phrases = term.phrases();
            for (int i = 0; i < phrases.length; i++) {
                dots[phrases[i]] += value * weights[i];
            }
        }
    }

    Alike alike(Passage text) {
        double[] dots = new double[count];
        long square = new Text(text).multiply(dots);
        return new Alike(Exact.cosines(dots, Exact.length(square), lengths), meanings.near(meaning(text)));
    }

    /** The sum of the words' vectors; rare words weigh more. */
    private int[] meaning(Passage text) {
        int[] sum = new int[WordVectors.shared().dimensions()];
        for (String word : text.words()) {
            Word of = known.get(word);
            if (of == null) {
                add(sum, WordVectors.shared().of(word), rarity.of(word));
            } else {
                add(sum, of.vector(), of.rarity());
            }
        }
        return sum;
    }

    private static void add(int[] sum, byte @Nullable [] vector, int weight) {
        if (vector != null) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += vector[i] * weight;
            }
        }
    }

    private static Map<String, Integer> counted(Passage phrase) {
        Map<String, Integer> counted = new HashMap<>();
        phrase.concepts().forEach(concept -> counted.merge("#" + concept, CONCEPT, Integer::sum));
        phrase.words().forEach(word -> terms(word, (term, times) -> counted.merge(term, times, Integer::sum)));
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
