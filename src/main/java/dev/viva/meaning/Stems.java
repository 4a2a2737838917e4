package dev.viva.meaning;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The telling words of an English text, without their endings. */
public final class Stems {
    private static final Set<String> COMMON = Set.of(
            ("a about also am an and any anything are as at be been but by can could d did do does doing dont for from"
                            + " had has have having he her here him his how i if im in into is it its just let like ll m may me"
                            + " more much my of on or other our please re s she so some something t tell than that thats the"
                            + " their them then there these they thing this those to too us ve very was we well were what whats"
                            + " when where which while who why will with would you your youve ive id ill now ok okay um")
                    .split(" "));
    private static final List<String> ENDINGS = List.of("ings", "ing", "edly", "ies", "ed", "es", "s", "ly", "e", "y");
    private static final int MIN_STEM = 3;

    private Stems() {}

    /** All words, the telling ones without endings. */
    public static List<String> of(String text) {
        List<String> stems = new ArrayList<>();
        for (String word : TermIndex.words(text)) {
            if (!word.isEmpty()) {
                stems.add(isCommon(word) ? word : stem(word));
            }
        }
        return stems;
    }

    /** Whether a word occurs in any question, so that it tells nothing. */
    public static boolean isCommon(String word) {
        return COMMON.contains(word);
    }

    /** Whether a text has most of the telling words of another one. */
    public static boolean isMostlyIn(String other, String text) {
        Set<String> told = telling(text);
        Set<String> words = telling(other);
        return 2 * words.stream().filter(told::contains).count() > words.size();
    }

    private static Set<String> telling(String text) {
        return of(text).stream().filter(word -> !isCommon(word)).collect(Collectors.toSet());
    }

    private static String stem(String word) {
        String stem = ENDINGS.stream()
                .filter(ending -> word.endsWith(ending) && word.length() - ending.length() >= MIN_STEM)
                .findFirst()
                .map(ending -> word.substring(0, word.length() - ending.length()))
                .orElse(word);
        int last = stem.length() - 1;
        return last > 2 && stem.charAt(last) == stem.charAt(last - 1) ? stem.substring(0, last) : stem;
    }
}
