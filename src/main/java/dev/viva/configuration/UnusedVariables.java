package dev.viva.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Names the environment variables that look like Viva's, are set, and set nothing. */
final class UnusedVariables {
    private static final List<String> PREFIXES = List.of("VIVA_", "OPENAI_");

    /** Read by the script {@code viva}, which stays in the environment of what it starts. */
    private static final Set<String> READ_ELSEWHERE = Set.of("VIVA_JAVA");

    private static final int SIMILAR = 3;

    private UnusedVariables() {}

    /**
     * Finds them.
     *
     * @param environment all variables
     * @param used those that set a key which nothing else sets again
     * @param known by name, the keys that the built-in configuration takes from it
     * @param file what the operator calls the configuration that was given
     */
    static List<Finding> find(
            Map<String, String> environment, Set<String> used, Map<String, List<String>> known, String file) {
        var findings = new ArrayList<Finding>();
        new TreeMap<>(environment).forEach((name, value) -> {
            boolean ours = PREFIXES.stream().anyMatch(name::startsWith) && !READ_ELSEWHERE.contains(name);
            if (ours && !value.isBlank() && !used.contains(name)) {
                findings.add(new Finding(name, sentence(name, known, file)));
            }
        });
        return List.copyOf(findings);
    }

    private static String sentence(String name, Map<String, List<String>> known, String file) {
        List<String> keys = known.get(name);
        if (keys != null) {
            String key = String.join(" and ", keys);
            return "is set and has no effect, because " + file + " or a system property gives " + key
                    + ". Take that out, or unset the variable.";
        }
        return "is set and has no effect: no key is taken from it." + similar(name, known.keySet());
    }

    private static String similar(String name, Set<String> known) {
        var distance = new LevenshteinDistance(SIMILAR);
        return known.stream()
                .filter(other -> distance.apply(name, other) >= 0)
                .min((a, b) -> distance.apply(name, a) - distance.apply(name, b))
                .map(other -> " Did you mean " + other + "?")
                .orElse("");
    }
}
