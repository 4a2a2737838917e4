package dev.viva.library;

import dev.viva.meaning.ShortForms;
import dev.viva.model.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The texts that would give a diagnosis away: its name (the first text before a comma, bracket or "with"), its short form
 * in brackets, and its aliases. A part that says only where, which side, how bad or since when is not a name. A text
 * gives a name away when it has the same words side by side in any order, whatever their case and endings: "sprained
 * ankle" is "ankle sprain". Short forms that are a word in small letters count in capitals alone.
 *
 * @param names each name as its author wrote it, with its words as they are compared
 */
public record DiagnosisNames(Map<String, List<String>> names) {
    private static final Pattern AFTER_NAME = Pattern.compile("[,;:.()\\[\\]]|\\bwith(out)?\\b");
    /** They narrow a diagnosis down; without them it is given away all the same. */
    private static final Pattern QUALIFIERS = Pattern.compile(
            "(?i)\\b(acute|subacute|chronic|recurrent|first|early|late|mild|moderate|severe|probable|suspected|possible|left"
                    + "|right|bilateral|lateral|medial|anterior|posterior|distal|proximal|uncontrolled)\\b,? ?");

    /** They say when or how much. With a number or a qualifier alone, they are no name either. */
    private static final Pattern MEASURES = Pattern.compile(
            "(?i)\\b(\\d+|one|two|three|four|five|six|seven|eight|nine|ten|i{1,3}|iv|second|third|fourth|days?|weeks?|months?"
                    + "|years?|grade|stage|type|class|side|sided|episode|attack)\\b");

    private static final Pattern IN_BRACKETS = Pattern.compile("[(\\[]([^)\\]\\s]+|\\p{L}+ \\p{L}+)[)\\]]");
    /** A short form that would be too short for a name. */
    private static final Pattern CAPITALS = Pattern.compile("\\p{Lu}{2}");

    private static final Pattern AFTER_PHRASE =
            Pattern.compile("[,;:.()\\[\\]]|\\b(with|without|from|for|by|in|of|after|due|on|at)\\b");
    private static final Set<String> GENERAL = Set.of(
            "disease", "disorder", "episode", "illness", "infection", "injury", "problem", "replacement", "syndrome");
    private static final int MIN_NOUN = 5;
    /** Shorter words of a diagnosis would match too many unrelated texts. An alias is a name at any length. */
    private static final int MIN_LENGTH = 3;

    public static DiagnosisNames of(Scenario scenario) {
        var names = of(scenario.diagnosis(), scenario.region());
        Set<String> needs = scenario.guardrails().needs();
        if (needs != null) {
            // The patient has it whatever the case, and everybody knows.
            needs.forEach(condition -> names.values().remove(Stems.of(condition)));
        }
        List<String> aliases = scenario.aliases();
        if (aliases != null) {
            aliases.stream().map(String::strip).forEach(alias -> add(names, alias));
        }
        return new DiagnosisNames(names);
    }

    /** Whether texts can be searched for an alias. */
    static boolean isTelling(String alias) {
        return ShortForms.of(alias).isPresent() || !Stems.of(alias).isEmpty();
    }

    private static Map<String, List<String>> of(String diagnosis, String region) {
        var names = new LinkedHashMap<String, List<String>>();
        String name = first(AFTER_NAME, diagnosis);
        addLong(names, name);
        addLong(names, QUALIFIERS.matcher(name).replaceAll(""));
        IN_BRACKETS.matcher(diagnosis).results().map(match -> match.group(1)).forEach(bracket -> {
            if (CAPITALS.matcher(bracket).matches() && !telling(bracket).isEmpty()) {
                add(names, bracket);
            } else {
                addLong(names, bracket);
            }
        });
        List<String> where = Stems.of(region);
        names.keySet().removeIf(each -> where.containsAll(telling(each)));
        return names;
    }

    /** The first part that says more than how bad, how long or which side. */
    private static String first(Pattern after, String diagnosis) {
        return after.splitAsStream(diagnosis)
                .filter(part -> !telling(part).isEmpty())
                .findFirst()
                .orElse("");
    }

    private static List<String> telling(String name) {
        return Stems.of(
                MEASURES.matcher(QUALIFIERS.matcher(name).replaceAll(" ")).replaceAll(" "));
    }

    /** The noun of the name, such as "sprain", if it says more than where it is or that something is wrong. */
    static Optional<String> noun(Scenario scenario) {
        String name = QUALIFIERS
                .matcher(first(AFTER_PHRASE, scenario.diagnosis()))
                .replaceAll("")
                .strip();
        String noun = name.substring(name.lastIndexOf(' ') + 1).toLowerCase(Locale.ROOT);
        String known = scenario.region() + " "
                + String.join(
                        " ", Objects.requireNonNullElse(scenario.guardrails().needs(), Set.of()));
        return noun.length() < MIN_NOUN
                        || GENERAL.contains(noun)
                        || Stems.of(known).containsAll(Stems.of(noun))
                ? Optional.empty()
                : Optional.of(noun);
    }

    private static void addLong(Map<String, List<String>> names, String name) {
        if (name.strip().length() >= MIN_LENGTH) {
            add(names, name.strip());
        }
    }

    private static void add(Map<String, List<String>> names, String name) {
        if (isTelling(name)) {
            names.putIfAbsent(ShortForms.of(name).orElse(name.toLowerCase(Locale.ROOT)), Stems.of(name));
        }
    }

    /** The first name that the text contains, if any. */
    public Optional<String> in(String text) {
        List<String> words = Stems.of(text);
        var present = Set.copyOf(words);
        return names.entrySet().stream()
                .filter(name -> isShort(name.getKey())
                        ? ShortForms.isIn(text, name.getKey())
                        : present.containsAll(name.getValue()) && contains(words, name.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean isShort(String name) {
        return ShortForms.of(name).filter(name::equals).isPresent();
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
