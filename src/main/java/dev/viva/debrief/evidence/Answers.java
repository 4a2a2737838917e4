package dev.viva.debrief.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares what the patient says with what the case's topics hold. Immutable. */
final class Answers {
    /** From here on two words mean the same. */
    private static final int SAME_WORD = 620;

    private final Rarity rarity;
    private final Phrases replies;
    private final int[] topicOf;
    private final List<List<String>> replyWords;
    private final List<Set<String>> topicWords;

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
        List<String> phrases = new ArrayList<>();
        List<Integer> owners = new ArrayList<>();
        for (int i = 0; i < topics.size(); i++) {
            for (String phrase : phrases(topics.get(i))) {
                phrases.add(phrase);
                owners.add(i);
            }
        }
        this.replies = new Phrases(phrases, rarity);
        this.topicOf = owners.stream().mapToInt(Integer::intValue).toArray();
        this.replyWords = topics.stream()
                .map(topic -> Words.of(String.join(" ", topic.replies())))
                .toList();
        this.topicWords = topics.stream()
                .map(topic -> Stream.concat(topic.replies().stream(), topic.questions().stream())
                        .flatMap(text -> Words.of(text).stream())
                        .collect(Collectors.toUnmodifiableSet()))
                .toList();
    }

    /** Each sentence of each reply, and replies of several sentences as a whole. */
    private static List<String> phrases(Topic topic) {
        List<String> phrases = new ArrayList<>();
        for (String reply : topic.replies()) {
            List<Span> sentences = Sentences.of(reply);
            sentences.forEach(sentence -> phrases.add(sentence.of(reply)));
            if (sentences.size() > 1) {
                phrases.add(reply);
            }
        }
        return phrases;
    }

    /** For each topic the nearest part of a line. */
    Match[] match(String line) {
        Match[] best = new Match[replyWords.size()];
        Arrays.fill(best, Match.NONE);
        List<Span> sentences = Sentences.of(line);
        sentences.forEach(sentence -> match(line, sentence, best));
        if (sentences.size() > 1) {
            match(line, sentences.getFirst().to(sentences.getLast()), best);
        }
        return best;
    }

    private void match(String line, Span part, Match[] best) {
        Phrases.Alike alike = replies.alike(part.of(line));
        int[] nearest = new int[best.length];
        Arrays.fill(nearest, -1);
        for (int i = 0; i < topicOf.length; i++) {
            int topic = topicOf[i];
            if (nearest[topic] < 0 || alike.of(i) > alike.of(nearest[topic])) {
                nearest[topic] = i;
            }
        }
        int first = 0;
        int second = 0;
        for (int phrase : nearest) {
            int value = phrase < 0 ? 0 : alike.of(phrase);
            second = Math.max(second, Math.min(first, value));
            first = Math.max(first, value);
        }
        for (int topic = 0; topic < best.length; topic++) {
            int phrase = nearest[topic];
            if (phrase >= 0 && alike.of(phrase) > best[topic].likeness()) {
                int value = alike.of(phrase);
                int other = value == first ? second : first;
                best[topic] = new Match(part, alike.wording()[phrase], alike.meaning()[phrase], value - other);
            }
        }
    }

    /** How much of a topic's reply a line tells, by its telling words, in per mille. */
    int told(List<String> line, int topic) {
        return covered(replyWords.get(topic), line);
    }

    /** How much of a line belongs to a topic's reply, by its telling words, in per mille. */
    int fitting(List<String> line, int topic) {
        return covered(line, replyWords.get(topic));
    }

    /** How much of some words belongs to the topic's title, questions and reply, in per mille. */
    int about(List<String> words, int topic) {
        long all = 0;
        long met = 0;
        for (String word : words) {
            int weight = rarity.of(word);
            all += weight;
            met += topicWords.get(topic).contains(word) ? weight : 0;
        }
        return all == 0 ? 0 : (int) (met * Exact.WHOLE / all);
    }

    private int covered(List<String> words, List<String> among) {
        long all = 0;
        long met = 0;
        for (String word : words) {
            int weight = rarity.of(word);
            all += weight;
            if (among.stream().anyMatch(other -> WordVectors.shared().alike(word, other) >= SAME_WORD)) {
                met += weight;
            }
        }
        return all == 0 ? 0 : (int) (met * Exact.WHOLE / all);
    }
}
