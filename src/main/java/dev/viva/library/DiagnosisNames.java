package dev.viva.library;

import dev.viva.model.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The texts that would give a diagnosis away: its name (the text before the first comma, bracket or "with"), its short
 * form in brackets, and its aliases. A text gives a name away when it holds the same words side by side in any order,
 * whatever their case and endings: "sprained ankle" is "ankle sprain".
 *
 * @param names each name as its author wrote it, with its words as they are compared
 */
record DiagnosisNames(Map<String, List<String>> names) {
    private static final Pattern AFTER_NAME = Pattern.compile("[,;:.(\\[]|\\bwith(out)?\\b");
    private static final Pattern IN_BRACKETS = Pattern.compile("[(\\[]([^)\\]\\s]+|\\p{L}+ \\p{L}+)[)\\]]");
    /** Shorter names would match too many unrelated texts. */
    private static final int MIN_LENGTH = 3;

    static DiagnosisNames of(Scenario scenario) {
        var names = new LinkedHashMap<>(of(scenario.diagnosis()).names);
        Set<String> needs = scenario.guardrails().needs();
        if (needs != null) {
            // The patient has it whatever the case, and everybody knows.
            needs.forEach(condition -> names.values().remove(Stems.of(condition)));
        }
        List<String> aliases = scenario.aliases();
        if (aliases != null) {
            aliases.forEach(alias -> add(names, alias));
        }
        return new DiagnosisNames(names);
    }

    static DiagnosisNames of(String diagnosis) {
        var names = new LinkedHashMap<String, List<String>>();
        add(names, AFTER_NAME.split(diagnosis, 2)[0]);
        IN_BRACKETS.matcher(diagnosis).results().forEach(match -> add(names, match.group(1)));
        return new DiagnosisNames(names);
    }

    private static void add(Map<String, List<String>> names, String name) {
        String plain = name.strip();
        if (plain.length() >= MIN_LENGTH && !Stems.of(plain).isEmpty()) {
            names.putIfAbsent(plain.toLowerCase(Locale.ROOT), Stems.of(plain));
        }
    }

    /** The first name that the text contains, if any. */
    Optional<String> in(String text) {
        List<String> words = Stems.of(text);
        return names.entrySet().stream()
                .filter(name -> contains(words, name.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean contains(List<String> words, List<String> name) {
        List<String> sorted = name.stream().sorted().toList();
        for (int i = 0; i + name.size() <= words.size(); i++) {
            var window = new ArrayList<>(words.subList(i, i + name.size()));
            window.sort(null);
            if (window.equals(sorted)) {
                return true;
            }
        }
        return false;
    }
}
