package dev.viva.library;

import dev.viva.model.Scenario;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The texts that would give a diagnosis away: its whole text, its name (the text before the first comma, bracket or
 * "with"), and the text in brackets, usually the short form. Comparison ignores case and punctuation.
 */
record DiagnosisNames(Set<String> names) {
    private static final Pattern AFTER_NAME = Pattern.compile("[,;:.(\\[]|\\bwith(out)?\\b|\\bafter\\b");
    private static final Pattern IN_BRACKETS = Pattern.compile("[(\\[]([^)\\]]+)[)\\]]");
    private static final Pattern SIGNS = Pattern.compile("[^\\p{L}\\p{N}]+");
    /** Shorter names would match too many unrelated texts. */
    private static final int MIN_LENGTH = 3;

    /** The names of a case's diagnosis: its aliases, or what its text says when it has none. */
    static DiagnosisNames of(Scenario scenario) {
        List<String> aliases = scenario.aliases();
        return aliases == null || aliases.isEmpty()
                ? of(scenario.diagnosis())
                : new DiagnosisNames(aliases.stream().map(DiagnosisNames::plain).collect(Collectors.toSet()));
    }

    static DiagnosisNames of(String diagnosis) {
        var names = new LinkedHashSet<String>();
        names.add(plain(diagnosis));
        names.add(plain(AFTER_NAME.split(diagnosis, 2)[0]));
        IN_BRACKETS.matcher(diagnosis).results().forEach(match -> names.add(plain(match.group(1))));
        names.removeIf(name -> name.strip().length() < MIN_LENGTH);
        return new DiagnosisNames(names);
    }

    /** The first name that the text contains, if any. */
    Optional<String> in(String text) {
        String plain = plain(text);
        return names.stream().filter(plain::contains).map(String::strip).findFirst();
    }

    /** The words, separated and surrounded by single spaces, so that only whole words match. */
    private static String plain(String text) {
        return " "
                + SIGNS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ").strip() + " ";
    }
}
