package dev.viva.patient;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The ways a diagnosis would be given away: its whole text, its name (what stands before the first comma, bracket or
 * "with"), and what stands in brackets, usually the short form. Letters and digits count, case and signs do not.
 */
record DiagnosisNames(Set<String> names) {
    private static final Pattern AFTER_NAME = Pattern.compile("[,;:.(\\[]|\\bwith(out)?\\b|\\bafter\\b");
    private static final Pattern IN_BRACKETS = Pattern.compile("[(\\[]([^)\\]]+)[)\\]]");
    private static final Pattern SIGNS = Pattern.compile("[^\\p{L}\\p{N}]+");
    /** Shorter ones are found in too many words that have nothing to do with them. */
    private static final int MIN_LENGTH = 3;

    static DiagnosisNames of(String diagnosis) {
        var names = new LinkedHashSet<String>();
        names.add(plain(diagnosis));
        names.add(plain(AFTER_NAME.split(diagnosis, 2)[0]));
        IN_BRACKETS.matcher(diagnosis).results().forEach(match -> names.add(plain(match.group(1))));
        names.removeIf(name -> name.strip().length() < MIN_LENGTH);
        return new DiagnosisNames(names);
    }

    /** The name that the text gives away, if it does. */
    Optional<String> in(String text) {
        String plain = plain(text);
        return names.stream().filter(plain::contains).map(String::strip).findFirst();
    }

    /** Words between single spaces, with one at both ends, so that only whole words are found. */
    private static String plain(String text) {
        return " "
                + SIGNS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ").strip() + " ";
    }
}
