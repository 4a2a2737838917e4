package dev.viva.simulator.patient;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** A line cut into words that compare equal when they mean the same: no case, accents, punctuation or endings. */
record Words(List<String> all) {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}]+");

    /** Words that occur in any question, so they do not identify one. */
    private static final Set<String> STOP = stemmed("""
            a about also am an and any anything are as at be been but by can could d did do does doing don down for from
            had has have having he her here him his how i if in into is it its just let like ll m may me more much my
            of on or other our please re s she so some something t tell than that the their them then there these they
            thing this those to too us ve very was we well were what when where which while who why will with would you
            your""");

    static Words of(String line) {
        String plain =
                MARKS.matcher(Normalizer.normalize(line, Normalizer.Form.NFD)).replaceAll("");
        List<String> words = new ArrayList<>();
        for (String word : SEPARATORS.split(plain.toLowerCase(Locale.ROOT), -1)) {
            if (!word.isEmpty()) {
                words.add(stem(word));
            }
        }
        return new Words(List.copyOf(words));
    }

    /** The words that identify a question. */
    List<String> keywords() {
        return all.stream().filter(word -> !STOP.contains(word)).toList();
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Whether the phrase occurs in this line, in order and without gaps. */
    boolean contains(Words phrase) {
        return !phrase.isEmpty() && Collections.indexOfSubList(all, phrase.all) >= 0;
    }

    boolean beginsWith(Words phrase) {
        return all.size() >= phrase.all.size()
                && all.subList(0, phrase.all.size()).equals(phrase.all);
    }

    /** Removes the most common English endings; crude, but the same for cues and questions. */
    static String stem(String word) {
        if (word.length() > 4 && word.endsWith("ies")) {
            return word.substring(0, word.length() - 3) + "y";
        }
        if (word.length() > 4 && (word.endsWith("sses") || word.endsWith("ches") || word.endsWith("shes"))) {
            return word.substring(0, word.length() - 2);
        }
        if (word.length() > 5 && word.endsWith("ing")) {
            return tidy(word.substring(0, word.length() - 3));
        }
        if (word.length() > 4 && word.endsWith("ed")) {
            return tidy(word.substring(0, word.length() - 2));
        }
        if (word.length() > 3 && word.endsWith("s") && !word.endsWith("ss") && !word.endsWith("us")) {
            return tidy(word.substring(0, word.length() - 1));
        }
        return tidy(word);
    }

    // "stopp" is stop, "tak" and "take" are one word.
    private static String tidy(String stem) {
        int last = stem.length() - 1;
        if (last > 2 && stem.charAt(last) == stem.charAt(last - 1) && "bdgmnprt".indexOf(stem.charAt(last)) >= 0) {
            return stem.substring(0, last);
        }
        return last > 2 && stem.charAt(last) == 'e' ? stem.substring(0, last) : stem;
    }

    private static Set<String> stemmed(String words) {
        return Set.copyOf(SEPARATORS
                .splitAsStream(words.strip())
                .map(Words::stem)
                .distinct()
                .toList());
    }
}
