package dev.viva.debrief.fidelity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.viva.debrief.evidence.Exact;
import dev.viva.debrief.evidence.Passage;
import dev.viva.debrief.evidence.WordVectors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The words of a case, and how near others are to them in meaning. What it remembers changes no answer. */
final class Vocabulary {
    /** Each takes less than a KiB. A long conversation has fewer different words. */
    private static final int MAX_REMEMBERED = 2_000;

    private final Set<String> stems = new HashSet<>();
    private final Set<String> concepts = new HashSet<>();
    private final List<byte[]> meanings = new ArrayList<>();
    /** Of each text, the stems of its words, and which meanings they have. */
    private final List<Set<String>> stemsOfTexts = new ArrayList<>();

    private final List<int[]> meaningsOfTexts = new ArrayList<>();
    private final double[] lengths;
    private final Cache<String, int[]> nearness =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    /** @param texts all that case and persona say */
    Vocabulary(List<String> texts) {
        Set<String> content = new TreeSet<>();
        Map<String, Integer> numbers = new HashMap<>();
        List<Set<String>> ofTexts = new ArrayList<>();
        for (String text : texts) {
            Passage passage = Passage.of(text);
            List<String> words = passage.words();
            Set<String> ofText = new TreeSet<>(words);
            ofText.removeIf(ClaimWords::isEmpty);
            if (!ofText.isEmpty()) {
                ofTexts.add(ofText);
            }
            words.forEach(word -> stems.add(Stems.of(word)));
            words.stream().filter(word -> !ClaimWords.isEmpty(word)).forEach(content::add);
            concepts.addAll(passage.concepts());
        }
        for (String word : content) {
            byte[] meaning = WordVectors.shared().of(word);
            if (meaning != null) {
                numbers.put(word, meanings.size());
                meanings.add(meaning);
            }
        }
        lengths = meanings.stream()
                .mapToDouble(meaning -> Math.sqrt(dot(meaning, meaning)))
                .toArray();
        for (Set<String> words : ofTexts) {
            stemsOfTexts.add(words.stream().map(Stems::of).collect(Collectors.toSet()));
            meaningsOfTexts.add(words.stream()
                    .filter(numbers::containsKey)
                    .mapToInt(numbers::get)
                    .toArray());
        }
    }

    boolean has(String word) {
        return stems.contains(Stems.of(word));
    }

    boolean hasConcept(String name) {
        return concepts.contains(name);
    }

    /** How near the nearest word of the case is, in per mille. */
    int nearness(String word) {
        if (has(word)) {
            return Exact.WHOLE;
        }
        int nearest = 0;
        for (int one : inTexts(word)) {
            nearest = Math.max(nearest, one);
        }
        return nearest;
    }

    /** How near the nearest word of each text of the case is, in per mille. */
    int[] inTexts(String word) {
        return nearness.get(word, this::nearest);
    }

    private int[] nearest(String word) {
        int[] near = near(WordVectors.shared().of(word));
        String stem = Stems.of(word);
        int[] nearest = new int[stemsOfTexts.size()];
        for (int text = 0; text < nearest.length; text++) {
            if (stemsOfTexts.get(text).contains(stem)) {
                nearest[text] = Exact.WHOLE;
            } else {
                for (int other : meaningsOfTexts.get(text)) {
                    nearest[text] = Math.max(nearest[text], near[other]);
                }
            }
        }
        return nearest;
    }

    /** How near a word is to each word of the case. */
    private int[] near(byte @Nullable [] meaning) {
        int[] near = new int[meanings.size()];
        if (meaning != null) {
            double length = Math.sqrt(dot(meaning, meaning));
            for (int i = 0; i < near.length; i++) {
                byte[] other = meanings.get(i);
                near[i] = Exact.cosine(dot(meaning, other), length, lengths[i]);
            }
        }
        return near;
    }

    private static int dot(byte[] a, byte[] b) {
        int dot = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
        }
        return dot;
    }
}
