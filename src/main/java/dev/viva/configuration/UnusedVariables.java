package dev.viva.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds environment variables that are named like Viva's and are set, but have no effect. */
final class UnusedVariables {
    private static final List<String> PREFIXES = List.of("VIVA_", "OPENAI_");

    /** Read by the script {@code viva} and inherited by the process that it starts. */
    private static final Set<String> READ_ELSEWHERE = Set.of("VIVA_JAVA");

    private static final int SIMILAR = 3;

    private UnusedVariables() {}

    /**
     * Finds them.
     *
     * @param environment all variables
     * @param used the variables that set a key
     * @param known the keys that each variable of the built-in configuration sets, by its name
     * @param file the given configuration, as the operator named it
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
            return "is set but has no effect, because " + file + " or a system property sets " + key
                    + ". Remove that, or unset the variable.";
        }
        return "is set but has no effect: no key uses it." + similar(name, known.keySet());
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
