package dev.viva.debrief.evidence;

import dev.viva.debrief.language.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Hears for which topics of a case a text asks. Immutable. */
final class Ear {

    private static final String ANY = "any";

    private final Phrases questions;
    private final int[] topicOf;
    private final int topics;
    private final TopicConcepts concepts;
    private final Relatives relatives;

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
            Arrays.fill(ahead, -Exact.WHOLE);
            return new Heard(new int[topics], ahead, new int[topics]);
        }

        private int sum(int topic) {
            return asked[topic] + ahead[topic] + concept[topic] / 2;
        }

        private void forget(int topic) {
            asked[topic] = 0;
            ahead[topic] = -Exact.WHOLE;
            concept[topic] = 0;
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

    Ear(List<Topic> topics, TopicConcepts concepts, Relatives relatives, Rarity rarity) {
        this.concepts = concepts;
        this.relatives = relatives;
        List<Passage> phrases = new ArrayList<>();
        List<Integer> owners = new ArrayList<>();
        for (int i = 0; i < topics.size(); i++) {
            for (String question : topics.get(i).questions()) {
                phrases.add(Passage.of(question));
                owners.add(i);
            }
        }
        this.questions = new Phrases(phrases, rarity);
        this.topicOf = owners.stream().mapToInt(Integer::intValue).toArray();
        this.topics = topics.size();
    }

    /** For the lines of one conversation. */
    Phrases.Reader reader() {
        return questions.reader();
    }

    Heard nothing() {
        return Heard.nothing(topics);
    }

    /** What a line of the student asks for. */
    Heard hear(Line line, Phrases.Reader reader) {
        Heard heard = nothing();
        boolean anyOfOthers = false;
        for (Passage sentence : line.sentences()) {
            boolean ofOthers = Relatives.areAsked(sentence);
            anyOfOthers |= ofOthers;
            listed(sentence).forEach(part -> heard.add(one(part, reader, ofOthers)));
            parts(line, sentence).forEach(part -> heard.add(one(part, reader, ofOthers || Relatives.areAsked(part))));
        }
        if (line.sentences().size() > 1) {
            heard.add(one(line.whole(), reader, anyOfOthers));
        }
        return heard;
    }

    /** @param ofOthers whether it asks about the patient's family, so that it asks for nothing of the patient */
    private Heard one(Passage part, Phrases.Reader reader, boolean ofOthers) {
        Heard heard = one(part, reader);
        for (int topic = 0; ofOthers && topic < topics; topic++) {
            if (!relatives.concern(topic)) {
                heard.forget(topic);
            }
        }
        return heard;
    }

    /** A sentence, and its parts where it has several, each once. */
    private static Collection<Passage> parts(Line line, Passage sentence) {
        Map<Span, Passage> parts = new LinkedHashMap<>();
        parts.put(sentence.span(), sentence);
        List<Passage> clauses = line.clauses(sentence);
        if (clauses.size() > 1) {
            clauses.forEach(clause -> parts.put(clause.span(), clause));
        }
        List<Passage> joints = line.joints(clauses);
        if (joints.size() > clauses.size()) {
            joints.forEach(joint -> parts.put(joint.span(), joint));
        }
        return parts.values();
    }

    /** The things of a list that speech recognition gave no commas: "any ulcers blood thinners bleeding". */
    private static List<Passage> listed(Passage sentence) {
        List<String> words = sentence.words();
        int any = words.indexOf(ANY);
        if (any < 0) {
            return List.of();
        }
        List<String> parts = sentence.found().stream()
                .filter(found -> found.from() > any)
                .map(found -> ANY + " " + String.join(" ", words.subList(found.from(), found.to())))
                .distinct()
                .toList();
        return parts.size() < 2 ? List.of() : parts.stream().map(Passage::of).toList();
    }

    /** What a line of the patient asks for by its words, since an answer often repeats those of the question. */
    Heard named(Line line, Phrases.Reader reader) {
        Heard named = nothing();
        for (Passage sentence : line.sentences()) {
            named.add(one(sentence, reader));
            line.joints(line.clauses(sentence)).stream()
                    .filter(part -> !part.span().equals(sentence.span()))
                    .forEach(part -> named.add(one(part, reader)));
        }
        return named;
    }

    /** How one part asks for each topic. */
    private Heard one(Passage part, Phrases.Reader reader) {
        reader.read(part);
        int[] asked = new int[topics];
        for (int i = 0; i < topicOf.length; i++) {
            asked[topicOf[i]] = Math.max(asked[topicOf[i]], reader.alike(i));
        }
        return new Heard(asked, ahead(asked), concepts.asked(part.concepts()));
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
