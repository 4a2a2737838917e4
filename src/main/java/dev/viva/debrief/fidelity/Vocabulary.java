package dev.viva.debrief.fidelity;

import dev.viva.debrief.evidence.Concepts;
import dev.viva.debrief.evidence.Exact;
import dev.viva.debrief.evidence.WordVectors;
import dev.viva.debrief.evidence.Words;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The words of a case, and how near others are to them in meaning. What it remembers changes no answer. */
final class Vocabulary {
    private static final int MIN_STEM = 3;
    private static final List<String> ENDINGS =
            List.of("ings", "ing", "edly", "ed", "ies", "es", "s", "ly", "er", "y", "e");

    private final Set<String> stems = new HashSet<>();
    private final Set<String> concepts = new HashSet<>();
    private final List<byte[]> meanings = new ArrayList<>();
    private final Map<String, Integer> nearness = new ConcurrentHashMap<>();

    /** @param texts all that case and persona say */
    Vocabulary(List<String> texts) {
        Set<String> content = new TreeSet<>();
        for (String text : texts) {
            List<String> words = Words.of(text);
            words.forEach(word -> stems.add(stem(word)));
            words.stream().filter(word -> !ClaimWords.isEmpty(word)).forEach(content::add);
            concepts.addAll(Concepts.names(words));
        }
        for (String word : content) {
            byte[] meaning = WordVectors.shared().of(word);
            if (meaning != null) {
                meanings.add(meaning);
            }
        }
    }

    /** A word without its ending, so that its forms are the same. */
    static String stem(String word) {
        String stem = word;
        for (String ending : ENDINGS) {
            if (word.endsWith(ending) && word.length() - ending.length() >= MIN_STEM) {
                stem = word.substring(0, word.length() - ending.length());
                break;
            }
        }
        int last = stem.length() - 1;
        if (last >= MIN_STEM && stem.charAt(last) == stem.charAt(last - 1)) {
            stem = stem.substring(0, last);
            last--;
        }
        return last >= MIN_STEM && (stem.charAt(last) == 'e' || stem.charAt(last) == 'i')
                ? stem.substring(0, last)
                : stem;
    }

    boolean has(String word) {
        return stems.contains(stem(word));
    }

    boolean hasConcept(String name) {
        return concepts.contains(name);
    }

    /** How near the nearest word of the case is, in per mille. */
    int nearness(String word) {
        return has(word) ? Exact.WHOLE : nearness.computeIfAbsent(word, this::nearest);
    }

    private int nearest(String word) {
        byte[] meaning = WordVectors.shared().of(word);
        if (meaning == null) {
            return 0;
        }
        double length = Math.sqrt(dot(meaning, meaning));
        return meanings.stream()
                .mapToInt(other -> Exact.cosine(dot(meaning, other), length, Math.sqrt(dot(other, other))))
                .max()
                .orElse(0);
    }

    private static int dot(byte[] a, byte[] b) {
        int dot = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
        }
        return dot;
    }
}
