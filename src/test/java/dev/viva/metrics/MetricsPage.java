package dev.viva.metrics;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The rows of deploy/METRICS.md, as the exposition of a running service says them. */
final class MetricsPage {
    private static final Pattern SERIES = Pattern.compile("^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? ");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"");

    private MetricsPage() {}

    /** One row for each metric, by name: name, type, unit, labels, meaning. */
    static List<String> rows(List<String> exposition) {
        Map<String, String> help = new TreeMap<>();
        Map<String, String> types = new TreeMap<>();
        Map<String, Set<String>> labels = new TreeMap<>();
        for (String line : exposition) {
            if (line.startsWith("# HELP ")) {
                String[] words = line.split(" ", 4);
                help.put(words[2], words[3]);
            } else if (line.startsWith("# TYPE ")) {
                String[] words = line.split(" ", 4);
                types.put(words[2], words[3]);
            } else {
                SERIES.matcher(line).results().forEach(series -> {
                    String name = types.containsKey(series.group(1))
                            ? series.group(1)
                            : series.group(1).replaceFirst("_(bucket|sum|count|max|created)$", "");
                    if (series.group(2) != null) {
                        labels.computeIfAbsent(name, any -> new LinkedHashSet<>())
                                .addAll(labelsOf(series.group(2)));
                    }
                });
            }
        }
        var rows = new ArrayList<String>();
        types.forEach((name, type) -> rows.add("| `%s` | %s | %s | %s | %s |"
                .formatted(
                        name,
                        type,
                        unit(name),
                        labels.getOrDefault(name, Set.of()).stream()
                                .filter(label -> !label.equals("le") && !label.equals("quantile"))
                                .sorted()
                                .collect(Collectors.joining(", ")),
                        help.getOrDefault(name, "").replace("|", "\\|"))));
        return rows;
    }

    private static List<String> labelsOf(String text) {
        return LABEL.matcher(text).results().map(found -> found.group(1)).toList();
    }

    private static String unit(String name) {
        String plain = name.replaceFirst("_total$", "");
        if (plain.endsWith("_seconds")) {
            return "seconds";
        }
        return plain.endsWith("_bytes") ? "bytes" : "–";
    }
}
