package dev.viva.debrief.evidence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What each topic of a case is about, by the concepts of its title and of the questions for it. Immutable. */
final class TopicConcepts {
    /** A concept of every third question belongs to the topic. */
    private static final int SHARE = 3;

    private static final int[] NO_TOPICS = {};

    /** By concept, the topics that students ask for by it. */
    private final Map<String, int[]> asked;
    /** The same, and those of whose replies it is. */
    private final Map<String, int[]> told;

    private final int count;

    TopicConcepts(List<Topic> topics) {
        Map<String, List<Integer>> asked = new HashMap<>();
        Map<String, List<Integer>> told = new HashMap<>();
        for (int i = 0; i < topics.size(); i++) {
            Topic topic = topics.get(i);
            Set<String> about = about(topic);
            Set<String> all = new LinkedHashSet<>(about);
            topic.replies().forEach(reply -> all.addAll(Passage.of(reply).concepts()));
            add(about, i, asked);
            add(all, i, told);
        }
        this.asked = numbers(asked);
        this.told = numbers(told);
        this.count = topics.size();
    }

    private static void add(Set<String> concepts, int topic, Map<String, List<Integer>> to) {
        concepts.forEach(
                concept -> to.computeIfAbsent(concept, key -> new ArrayList<>()).add(topic));
    }

    private static Map<String, int[]> numbers(Map<String, List<Integer>> topics) {
        return topics.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue().stream()
                                .mapToInt(Integer::intValue)
                                .toArray()));
    }

    private static Set<String> about(Topic topic) {
        Map<String, Integer> times = new HashMap<>();
        topic.questions()
                .forEach(question ->
                        Passage.of(question).concepts().forEach(concept -> times.merge(concept, 1, Integer::sum)));
        Set<String> about = new LinkedHashSet<>(Passage.of(topic.title()).concepts());
        times.entrySet().stream()
                .filter(entry -> entry.getValue() * SHARE >= topic.questions().size())
                .map(Map.Entry::getKey)
                .sorted()
                .forEach(about::add);
        return about;
    }

    /** How much a question's concepts point at each topic, in per mille: a concept of it alone points fully. */
    int[] asked(Set<String> concepts) {
        return strongest(concepts, asked);
    }

    /** The same for what the patient says. */
    int[] told(Set<String> concepts) {
        return strongest(concepts, told);
    }

    private int[] strongest(Set<String> concepts, Map<String, int[]> topicsOf) {
        int[] strongest = new int[count];
        for (String concept : concepts) {
            int[] topics = topicsOf.getOrDefault(concept, NO_TOPICS);
            int share = topics.length == 0 ? 0 : Exact.WHOLE / topics.length;
            for (int topic : topics) {
                strongest[topic] = Math.max(strongest[topic], share);
            }
        }
        return strongest;
    }
}
