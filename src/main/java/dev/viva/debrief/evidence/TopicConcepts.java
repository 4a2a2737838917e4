package dev.viva.debrief.evidence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What each topic of a case is about, by the concepts of its title and of the questions for it. Immutable. */
final class TopicConcepts {
    /** A concept of every third question belongs to the topic. */
    private static final int SHARE = 3;

    private final List<Set<String>> asked = new ArrayList<>();
    private final List<Set<String>> told = new ArrayList<>();
    private final Map<String, Integer> askedBy = new HashMap<>();
    private final Map<String, Integer> toldBy = new HashMap<>();

    TopicConcepts(List<Topic> topics) {
        for (Topic topic : topics) {
            Set<String> about = about(topic);
            Set<String> all = new LinkedHashSet<>(about);
            topic.replies().forEach(reply -> all.addAll(Concepts.names(Words.of(reply))));
            asked.add(about);
            told.add(all);
            about.forEach(concept -> askedBy.merge(concept, 1, Integer::sum));
            all.forEach(concept -> toldBy.merge(concept, 1, Integer::sum));
        }
    }

    private static Set<String> about(Topic topic) {
        Map<String, Integer> times = new HashMap<>();
        topic.questions()
                .forEach(question ->
                        Concepts.names(Words.of(question)).forEach(concept -> times.merge(concept, 1, Integer::sum)));
        Set<String> about = new LinkedHashSet<>(Concepts.names(Words.of(topic.title())));
        times.entrySet().stream()
                .filter(entry -> entry.getValue() * SHARE >= topic.questions().size())
                .map(Map.Entry::getKey)
                .sorted()
                .forEach(about::add);
        return about;
    }

    /** How much a question's concepts point at a topic, in per mille: a concept of it alone points fully. */
    int asked(Set<String> concepts, int topic) {
        return strongest(concepts, asked.get(topic), askedBy);
    }

    /** The same for what the patient says. */
    int told(Set<String> concepts, int topic) {
        return strongest(concepts, told.get(topic), toldBy);
    }

    private static int strongest(Set<String> concepts, Set<String> ofTopic, Map<String, Integer> by) {
        int strongest = 0;
        for (String concept : concepts) {
            if (ofTopic.contains(concept)) {
                strongest = Math.max(strongest, Exact.WHOLE / by.getOrDefault(concept, 1));
            }
        }
        return strongest;
    }
}
