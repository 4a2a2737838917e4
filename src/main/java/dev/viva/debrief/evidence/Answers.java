package dev.viva.debrief.evidence;

import dev.viva.debrief.language.Sentences;
import dev.viva.debrief.language.Span;
import dev.viva.debrief.language.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Compares what the patient says with what the case's topics hold. Immutable. */
final class Answers {
    /** From here on two words mean the same. */
    private static final int SAME_WORD = 620;

    private final Rarity rarity;
    private final Phrases replies;
    private final int[] topicOf;
    /** Phrases of the opening line, which may tell other topics than the one that it opens. */
    private final BitSet opening = new BitSet();

    private final Vocabulary vocabulary;
    /** By topic: the places of its reply's words in the vocabulary. */
    private final List<int[]> replyWords;

    private final List<BitSet> replySets;
    /** By topic: how telling each of them is. */
    private final List<int[]> replyWeights;

    /** Which topics have a word in their titles, questions or replies. */
    private final Map<String, BitSet> topicsWith = new HashMap<>();

    /**
     * How a part of a line is like a topic's reply, in per mille.
     *
     * @param part of the line that is nearest
     * @param wording by words and parts of words
     * @param meaning by the meaning of the words
     * @param ahead of the nearest other topic
     */
    record Match(Span part, int wording, int meaning, int ahead) {
        static final Match NONE = new Match(new Span(0, 0), 0, 0, -Exact.WHOLE);

        int likeness() {
            return (wording + meaning) / 2;
        }
    }

    Answers(List<Topic> topics, Rarity rarity) {
        this.rarity = rarity;
        List<Passage> phrases = new ArrayList<>();
        List<Integer> owners = new ArrayList<>();
        for (int i = 0; i < topics.size(); i++) {
            List<String> replies = topics.get(i).replies();
            for (int reply = 0; reply < replies.size(); reply++) {
                for (Passage phrase : phrases(replies.get(reply))) {
                    opening.set(phrases.size(), reply > 0);
                    phrases.add(phrase);
                    owners.add(i);
                }
            }
        }
        this.replies = new Phrases(phrases, rarity);
        this.topicOf = owners.stream().mapToInt(Integer::intValue).toArray();
        List<List<String>> words = topics.stream()
                .map(topic -> Words.of(String.join(" ", topic.replies())))
                .toList();
        this.vocabulary = new Vocabulary(words);
        this.replyWords = words.stream().map(vocabulary::places).toList();
        this.replySets = replyWords.stream().map(Vocabulary::set).toList();
        this.replyWeights = words.stream()
                .map(reply -> reply.stream().mapToInt(rarity::of).toArray())
                .toList();
        for (int i = 0; i < topics.size(); i++) {
            int topic = i;
            Stream.concat(topics.get(i).replies().stream(), topics.get(i).questions().stream())
                    .flatMap(text -> Words.of(text).stream())
                    .forEach(word -> topicsWith
                            .computeIfAbsent(word, key -> new BitSet())
                            .set(topic));
        }
    }

    /** Each sentence of a reply, and a reply of several sentences as a whole. */
    private static List<Passage> phrases(String reply) {
        List<Passage> phrases = new ArrayList<>();
        Sentences.of(reply).forEach(sentence -> phrases.add(Passage.of(reply, sentence)));
        if (phrases.size() > 1) {
            phrases.add(Passage.of(reply));
        }
        return phrases;
    }

    /** For the lines of one conversation. */
    Phrases.Reader reader() {
        return replies.reader();
    }

    /** For each topic the nearest part of a line. */
    Match[] match(Line line, Phrases.Reader reader) {
        Match[] best = new Match[replyWords.size()];
        Arrays.fill(best, Match.NONE);
        line.sentences().forEach(sentence -> match(sentence, reader, best));
        if (line.sentences().size() > 1) {
            match(line.spoken(), reader, best);
        }
        return best;
    }

    private void match(Passage part, Phrases.Reader reader, Match[] best) {
        reader.read(part);
        int[] nearest = new int[best.length];
        Arrays.fill(nearest, -1);
        for (int i = 0; i < topicOf.length; i++) {
            int topic = topicOf[i];
            if (nearest[topic] < 0 || reader.alike(i) > reader.alike(nearest[topic])) {
                nearest[topic] = i;
            }
        }
        int first = 0;
        int second = 0;
        for (int phrase : nearest) {
            int value = phrase < 0 || opening.get(phrase) ? 0 : reader.alike(phrase);
            second = Math.max(second, Math.min(first, value));
            first = Math.max(first, value);
        }
        for (int topic = 0; topic < best.length; topic++) {
            int phrase = nearest[topic];
            if (phrase >= 0 && reader.alike(phrase) > best[topic].likeness()) {
                int value = reader.alike(phrase);
                int other = value == first && !opening.get(phrase) ? second : first;
                best[topic] = new Match(part.span(), reader.wording(phrase), reader.meaning(phrase), value - other);
            }
        }
    }

    /**
     * The words of a line.
     *
     * @param same for each word, the words of the case's replies that mean the same
     * @param weights how telling each word is
     * @param any all of the words that mean the same
     */
    record Said(List<BitSet> same, int[] weights, BitSet any) {}

    Said said(List<String> words) {
        List<BitSet> same = words.stream().map(vocabulary::same).toList();
        var any = new BitSet();
        same.forEach(any::or);
        return new Said(same, words.stream().mapToInt(rarity::of).toArray(), any);
    }

    /** How much of a topic's reply a line tells, by its telling words, in per mille. */
    int told(Said line, int topic) {
        long all = 0;
        long met = 0;
        int[] places = replyWords.get(topic);
        int[] weights = replyWeights.get(topic);
        for (int i = 0; i < places.length; i++) {
            all += weights[i];
            met += line.any().get(places[i]) ? weights[i] : 0;
        }
        return all == 0 ? 0 : (int) (met * Exact.WHOLE / all);
    }

    /** How much of a line belongs to a topic's reply, by its telling words, in per mille. */
    int fitting(Said line, int topic) {
        long all = 0;
        long met = 0;
        for (int i = 0; i < line.weights().length; i++) {
            int weight = line.weights()[i];
            all += weight;
            met += line.same().get(i).intersects(replySets.get(topic)) ? weight : 0;
        }
        return all == 0 ? 0 : (int) (met * Exact.WHOLE / all);
    }

    /** By topic: how much of some words belongs to its questions and replies, in per mille. */
    int[] about(List<String> words) {
        long all = 0;
        long[] met = new long[replyWords.size()];
        for (String word : words) {
            int weight = rarity.of(word);
            all += weight;
            BitSet topics = topicsWith.get(word);
            if (topics != null) {
                topics.stream().forEach(topic -> met[topic] += weight);
            }
        }
        long whole = Math.max(1, all);
        return Arrays.stream(met)
                .mapToInt(part -> (int) (part * Exact.WHOLE / whole))
                .toArray();
    }

    /** The words of all replies, and which of them mean the same as a word that is said. Thread-safe. */
    private static final class Vocabulary {
        private final List<String> words;
        private final Map<String, Integer> places = new HashMap<>();
        private final byte[][] vectors;
        private final double[] lengths;
        /** Of words that the table of vectors has, so it stays bounded and holds nothing that only a student said. */
        private final Map<String, BitSet> same = new ConcurrentHashMap<>();

        Vocabulary(List<List<String>> texts) {
            this.words = texts.stream().flatMap(List::stream).distinct().toList();
            this.vectors = new byte[words.size()][];
            this.lengths = new double[words.size()];
            for (int i = 0; i < words.size(); i++) {
                places.put(words.get(i), i);
                vectors[i] = WordVectors.shared().of(words.get(i));
                lengths[i] = vectors[i] == null ? 0 : Math.sqrt(dot(vectors[i], vectors[i]));
            }
        }

        int[] places(List<String> text) {
            return text.stream().mapToInt(places::get).toArray();
        }

        static BitSet set(int[] places) {
            var set = new BitSet();
            Arrays.stream(places).forEach(set::set);
            return set;
        }

        BitSet same(String word) {
            BitSet known = same.get(word);
            if (known != null) {
                return known;
            }
            byte[] vector = WordVectors.shared().of(word);
            if (vector != null) {
                return same.computeIfAbsent(word, key -> near(vector));
            }
            Integer place = places.get(word);
            return set(place == null ? new int[0] : new int[] {place});
        }

        private BitSet near(byte[] vector) {
            var near = new BitSet();
            double length = Math.sqrt(dot(vector, vector));
            for (int i = 0; i < vectors.length; i++) {
                if (vectors[i] != null && Exact.cosine(dot(vector, vectors[i]), length, lengths[i]) >= SAME_WORD) {
                    near.set(i);
                }
            }
            return near;
        }

        private static long dot(byte[] a, byte[] b) {
            long dot = 0;
            for (int i = 0; i < a.length; i++) {
                dot += (long) a[i] * b[i];
            }
            return dot;
        }
    }
}
