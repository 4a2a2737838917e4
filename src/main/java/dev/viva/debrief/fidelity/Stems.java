package dev.viva.debrief.fidelity;

import java.util.List;

/** Words without their endings, so that the forms of a word are the same. */
final class Stems {
    private static final int MIN_STEM = 3;
    private static final List<String> ENDINGS = List.of("ings", "ing", "edly", "ed", "ies", "es", "s", "y", "e");

    private Stems() {}

    static String of(String word) {
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
}
