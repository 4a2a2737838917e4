package dev.viva.debrief.evidence;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import java.util.function.ToIntFunction;
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
    /** Any term that no phrase has. */
    private final Term unseen;

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

    /** @param rarity of words, by all that is known of the case */
    Phrases(List<Passage> phrases, Rarity rarity) {
        this.rarity = rarity;
        this.count = phrases.size();
        this.unseen = new Term(Exact.rarity(count, 0), new int[0], new int[0]);
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
        phrases.forEach(phrase -> phrase.words()
                .forEach(word ->
                        known.computeIfAbsent(word, key -> word(key, term -> requireNonNull(numbers.get(term))))));
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

    private Word word(String word, ToIntFunction<String> numbers) {
        var all = IntStream.builder();
        terms(word, (term, times) -> {
            int number = numbers.applyAsInt(term);
            for (int i = 0; i < times; i++) {
                all.add(number);
            }
        });
        return new Word(all.build().toArray(), WordVectors.shared().of(word), rarity.of(word));
    }

    /** Compares the texts of one conversation with the phrases, and takes each of their words apart once. For one thread. */
    final class Reader {
        /** The words that were said. */
        private final Map<String, Word> words = new HashMap<>();
        /** The numbers of the concepts that were meant. */
        private final Map<String, Integer> concepts = new HashMap<>();
        /** The numbers of the terms that no phrase has: they follow those of the phrases. */
        private final Map<String, Integer> unknown = new HashMap<>();
        /** The numbers of a text's terms, each as often as the text has it. */
        private int[] all = new int[1 << 7];

        private int size;
        private final double[] products = new double[count];
        private final int[] wording = new int[count];
        private final int[] meaning = new int[count];

        /** Compares a text; what was found of the one before is forgotten. */
        void read(Passage text) {
            size = 0;
            for (String concept : text.concepts()) {
                int number = concepts.computeIfAbsent(concept, name -> number("#" + name));
                makeRoom(CONCEPT);
                Arrays.fill(all, size, size + CONCEPT, number);
                size += CONCEPT;
            }
            int[] sum = new int[WordVectors.shared().dimensions()];
            for (String word : text.words()) {
                Word of = words.computeIfAbsent(word, this::word);
                makeRoom(of.terms().length);
                System.arraycopy(of.terms(), 0, all, size, of.terms().length);
                size += of.terms().length;
                add(sum, of.vector(), of.rarity());
            }
            Arrays.fill(products, 0);
            long square = multiply();
            Exact.cosines(products, Exact.length(square), lengths, wording);
            meanings.near(sum, products, meaning);
        }

        /** How near the text is to a phrase by words and parts of words, in per mille. */
        int wording(int phrase) {
            return wording[phrase];
        }

        /** The same by the meaning of the words. */
        int meaning(int phrase) {
            return meaning[phrase];
        }

        /** The same by both. */
        int alike(int phrase) {
            return (wording[phrase] + meaning[phrase]) / 2;
        }

        private Word word(String word) {
            Word of = known.get(word);
            return of == null ? Phrases.this.word(word, this::number) : of;
        }

        private int number(String term) {
            Integer number = numbers.get(term);
            return number == null ? unknown.computeIfAbsent(term, key -> terms.size() + unknown.size()) : number;
        }

        private void makeRoom(int more) {
            if (size + more > all.length) {
                all = Arrays.copyOf(all, 2 * all.length + more);
            }
        }

        /** Adds the text's product with each phrase, and returns its square. */
        private long multiply() {
            long square = 0;
            Arrays.sort(all, 0, size);
            for (int from = 0; from < size; ) {
                int to = from + 1;
                while (to < size && all[to] == all[from]) {
                    to++;
                }
                Term term = all[from] < terms.size() ? terms.get(all[from]) : unseen;
                long value = (long) (to - from) * term.rarity();
                square += value * value;
                addProducts(value, term);
                from = to;
            }
            return square;
        }

        private void addProducts(double value, Term term) {
            int[] weights = term.weights();
            int[] phrases = term.phrases();
            for (int i = 0; i < phrases.length; i++) {
                products[phrases[i]] += value * weights[i];
            }
        }
    }

    Reader reader() {
        return new Reader();
    }

    /** The sum of a phrase's vectors; rare words weigh more. */
    private int[] meaning(Passage phrase) {
        int[] sum = new int[WordVectors.shared().dimensions()];
        for (String word : phrase.words()) {
            Word of = requireNonNull(known.get(word));
            add(sum, of.vector(), of.rarity());
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
