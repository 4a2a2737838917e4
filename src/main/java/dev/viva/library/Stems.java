package dev.viva.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The words of a text without case, signs, small words and English endings. */
final class Stems {
    private static final Pattern SIGNS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern POSSESSIVE = Pattern.compile("['\u2019]s\\b");
    private static final Set<String> SMALL =
            Set.of("a", "an", "the", "of", "in", "on", "my", "your", "his", "her", "their", "and", "or", "to");
    private static final Map<String, String> IRREGULAR =
            Map.of("torn", "tear", "tore", "tear", "broken", "break", "broke", "break", "froze", "frozen");
    private static final List<String> ENDINGS =
            List.of("ings", "ions", "ing", "ion", "ive", "ed", "es", "al", "ic", "s", "e");
    /** What is left of a word. Shorter rests would make different words equal. */
    private static final int MIN_STEM = 4;

    private Stems() {}

    static List<String> of(String text) {
        String lower = POSSESSIVE.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
        var words = new ArrayList<String>();
        for (String word : SIGNS.split(lower, -1)) {
            if (!word.isEmpty() && !SMALL.contains(word)) {
                words.add(stem(word));
            }
        }
        return List.copyOf(words);
    }

    private static String stem(String word) {
        String known = IRREGULAR.get(word);
        if (known != null) {
            return known;
        }
        String stem = word;
        for (String ending : ENDINGS) {
            // "ss" is no plural: "weakness".
            if (stem.endsWith(ending) && stem.length() - ending.length() >= MIN_STEM && !stem.endsWith("ss")) {
                stem = stem.substring(0, stem.length() - ending.length());
            }
        }
        return stem;
    }
}
