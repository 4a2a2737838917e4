package dev.viva.debrief.evidence;

import dev.viva.debrief.language.Clauses;
import dev.viva.debrief.language.Sentences;
import dev.viva.debrief.language.Span;
import dev.viva.debrief.language.Words;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Hears for which topics of a case a text asks. Immutable. */
final class Ear {

    private static final String ANY = "any";

    private final Phrases questions;
    private final int[] topicOf;
    private final int topics;
    private final TopicConcepts concepts;

    /**
     * How a text asks for each topic, in per mille.
     *
     * @param asked how near its nearest part is to a question for the topic
     * @param ahead how much nearer than to a question for any other topic
     * @param concept how much the concepts of that part point at the topic
     */
    record Heard(int[] asked, int[] ahead, int[] concept) {
        static Heard nothing(int topics) {
            int[] ahead = new int[topics];
            java.util.Arrays.fill(ahead, -Exact.WHOLE);
            return new Heard(new int[topics], ahead, new int[topics]);
        }

        private int sum(int topic) {
            return asked[topic] + ahead[topic] + concept[topic] / 2;
        }

        /** Takes from another what is nearer. */
        void add(Heard other) {
            for (int i = 0; i < asked.length; i++) {
                if (other.sum(i) > sum(i)) {
                    asked[i] = other.asked[i];
                    ahead[i] = other.ahead[i];
                    concept[i] = other.concept[i];
                }
            }
        }
    }

    Ear(List<Topic> topics, TopicConcepts concepts, Rarity rarity) {
        this.concepts = concepts;
        List<String> phrases = new ArrayList<>();
        List<Integer> owners = new ArrayList<>();
        for (int i = 0; i < topics.size(); i++) {
            for (String question : topics.get(i).questions()) {
                phrases.add(question);
                owners.add(i);
            }
        }
        this.questions = new Phrases(phrases, rarity);
        this.topicOf = owners.stream().mapToInt(Integer::intValue).toArray();
        this.topics = topics.size();
    }

    Heard nothing() {
        return Heard.nothing(topics);
    }

    /** What a text of the student asks for. */
    Heard hear(String text) {
        Heard heard = nothing();
        List<Span> sentences = Sentences.of(text);
        for (Span sentence : sentences) {
            Set<Span> parts = new LinkedHashSet<>();
            parts.add(sentence);
            List<Span> clauses = Clauses.of(text, sentence);
            if (clauses.size() > 1) {
                parts.addAll(clauses);
            }
            listed(sentence.of(text)).forEach(part -> heard.add(one(part)));
            List<Span> joints = Clauses.joints(text, sentence);
            if (joints.size() > clauses.size()) {
                parts.addAll(joints);
            }
            parts.forEach(part -> heard.add(one(part.of(text))));
        }
        if (sentences.size() > 1) {
            heard.add(one(text));
        }
        return heard;
    }

    /** The things of a list that speech recognition gave no commas: "any ulcers blood thinners bleeding". */
    private static List<String> listed(String sentence) {
        List<String> words = Words.of(sentence);
        int any = words.indexOf(ANY);
        if (any < 0) {
            return List.of();
        }
        List<String> parts = Concepts.in(words).stream()
                .filter(found -> found.from() > any)
                .map(found -> ANY + " " + String.join(" ", words.subList(found.from(), found.to())))
                .distinct()
                .toList();
        return parts.size() < 2 ? List.of() : parts;
    }

    /** How one part asks for each topic. */
    Heard one(String text) {
        List<String> words = Words.of(text);
        Set<String> named = Concepts.names(words);
        Phrases.Alike alike = questions.alike(words, named);
        int[] asked = new int[topics];
        for (int i = 0; i < topicOf.length; i++) {
            asked[topicOf[i]] = Math.max(asked[topicOf[i]], alike.of(i));
        }
        return new Heard(asked, ahead(asked), concepts.asked(named));
    }

    private static int[] ahead(int[] asked) {
        int first = 0;
        int second = 0;
        for (int value : asked) {
            second = Math.max(second, Math.min(first, value));
            first = Math.max(first, value);
        }
        int[] ahead = new int[asked.length];
        for (int i = 0; i < asked.length; i++) {
            ahead[i] = asked[i] - (asked[i] == first ? second : first);
        }
        return ahead;
    }
}
