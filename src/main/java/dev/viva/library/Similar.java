package dev.viva.library;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds what an author meant. */
final class Similar {
    private static final int MAX_DISTANCE = 4;
    private static final LevenshteinDistance DISTANCE = new LevenshteinDistance(MAX_DISTANCE);

    private Similar() {}

    /** {@code : did you mean …?}, or nothing when no known word is near. */
    static String hint(String given, Collection<String> known) {
        return nearest(given, known).map(": did you mean %s?"::formatted).orElse("");
    }

    private static Optional<String> nearest(String given, Collection<String> known) {
        String plain = given.toLowerCase(Locale.ROOT);
        int limit = Math.min(MAX_DISTANCE, Math.max(1, plain.length() / 3));
        return known.stream()
                .filter(word -> distance(plain, word) <= limit)
                .min(Comparator.<String>comparingInt(word -> distance(plain, word))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int distance(String plain, String word) {
        int distance = DISTANCE.apply(plain, word.toLowerCase(Locale.ROOT));
        return distance < 0 ? Integer.MAX_VALUE : distance;
    }
}
