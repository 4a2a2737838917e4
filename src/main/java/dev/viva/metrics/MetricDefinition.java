package dev.viva.metrics;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One metric of {@code metrics.yml}.
 *
 * @param metric the name in the service's registry; a part in braces, as in {@code viva.redis.late.{purpose}}, is a
 *     label
 * @param as the published name, without the suffix of its type; by default the metric's name with underscores
 * @param type the type of the metric
 * @param bounds the upper bounds of a timer in seconds, or of a histogram
 * @param values the values of each label that exist from the start; for a counter, timer or histogram all values
 * @param labels labels with a fixed value
 * @param help the help text in Prometheus
 */
record MetricDefinition(
        String metric,
        @Nullable String as,
        Type type,
        @JsonProperty("buckets") List<Double> bounds,
        Map<String, List<String>> values,
        Map<String, String> labels,
        String help) {
    /** In seconds, from a fast disk's commit to the longest wait in a request: 30 s for a group's debriefs. */
    static final List<Double> LATENCIES =
            List.of(.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1.0, 2.5, 5.0, 10.0, 20.0, 30.0);

    private static final Pattern LABEL = Pattern.compile("\\{([a-z_]+)}");

    enum Type {
        @JsonProperty("gauge")
        GAUGE,
        @JsonProperty("counter")
        COUNTER,
        /** A gauge that only increases: registered by its owner, published as a counter. */
        @JsonProperty("counting-gauge")
        COUNTING_GAUGE,
        @JsonProperty("timer")
        TIMER,
        @JsonProperty("histogram")
        HISTOGRAM
    }

    @SuppressWarnings("NullAway") // absent keys of the file are null
    MetricDefinition {
        bounds = bounds == null ? LATENCIES : bounds;
        values = values == null ? Map.of() : values;
        labels = labels == null ? Map.of() : labels;
    }

    /** The name of the family, without the suffix that its type adds. */
    String published() {
        if (as != null) {
            return as;
        }
        String name =
                LABEL.matcher(metric).replaceAll("").replaceAll("\\.+$", "").replace('.', '_');
        return type == Type.TIMER ? name + "_seconds" : name;
    }

    /** The labels of the metric with that name; empty when this does not define it. */
    Optional<Labels> matches(String name) {
        Matcher found = pattern().matcher(name);
        if (!found.matches()) {
            return Optional.empty();
        }
        Labels all = Labels.EMPTY;
        for (var fixed : labels.entrySet()) {
            all = all.add(fixed.getKey(), fixed.getValue());
        }
        List<String> names = labelNames();
        for (int i = 0; i < names.size(); i++) {
            all = all.add(names.get(i), found.group(i + 1));
        }
        return Optional.of(all);
    }

    /** The names that exist from the start; none for a gauge, which its owner registers. */
    List<String> names() {
        List<String> names = List.of(metric);
        for (String label : labelNames()) {
            names = names.stream()
                    .flatMap(name -> values.getOrDefault(label, List.of()).stream()
                            .map(value -> name.replace("{" + label + "}", value)))
                    .toList();
        }
        return names;
    }

    private List<String> labelNames() {
        var names = new ArrayList<String>();
        Matcher label = LABEL.matcher(metric);
        while (label.find()) {
            names.add(label.group(1));
        }
        return names;
    }

    private Pattern pattern() {
        return Pattern.compile("\\Q" + LABEL.matcher(metric).replaceAll("\\\\E([^.]+)\\\\Q") + "\\E");
    }
}
