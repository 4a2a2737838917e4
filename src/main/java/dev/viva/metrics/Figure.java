package dev.viva.metrics;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A gauge whose value must be read.
 *
 * @param unknown its value while it cannot be read
 */
record Figure(String name, Reading<?> reading, long unknown) implements Gauge<Long> {
    @Override
    public Long getValue() {
        return in(reading.values().join());
    }

    private long in(Map<String, Long> values) {
        return values.getOrDefault(name, unknown);
    }

    /** The same metrics with what is read now in place of figures. All readings run at the same time, each once. */
    static Map<String, Metric> read(Map<String, Metric> metrics) {
        var readings = new HashMap<Reading<?>, CompletableFuture<Map<String, Long>>>();
        for (Metric metric : metrics.values()) {
            if (metric instanceof Figure figure) {
                readings.computeIfAbsent(figure.reading(), reading -> reading.values());
            }
        }
        var values = new HashMap<String, Long>();
        readings.values().forEach(reading -> values.putAll(reading.join()));
        var taken = new HashMap<String, Metric>(metrics);
        taken.replaceAll((name, metric) -> metric instanceof Figure figure ? figure.taken(values) : metric);
        return taken;
    }

    private Gauge<Long> taken(Map<String, Long> values) {
        long value = in(values);
        return () -> value;
    }
}
