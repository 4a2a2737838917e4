package dev.viva.metrics;

import com.codahale.metrics.Histogram;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Publishes the service's metrics as {@code metrics.yml} describes them. Counters, timers and histograms exist from the
 * start with 0: a rate would miss the first event of a counter that appears with it. Metrics that the file does not
 * name are not published. What must be read, as from the database, is a {@link Reading}. Thread-safe.
 */
public final class MetricCatalog implements MultiCollector {
    private static final String FILE = "/metrics.yml";
    private static final double NANOS = 1e-9;

    private final MetricRegistry registry;
    private final List<MetricDefinition> definitions;
    private final Map<String, Buckets> buckets = new ConcurrentHashMap<>();
    private final Map<String, Optional<Known>> known = new ConcurrentHashMap<>();

    private record Known(MetricDefinition definition, Labels labels) {}

    /** Registers all metrics that must exist from the start. Create it before the parts that measure. */
    public MetricCatalog(MetricRegistry registry) {
        this.registry = registry;
        this.definitions = load();
        definitions.forEach(definition -> definition.names().forEach(name -> register(definition, name)));
    }

    private static List<MetricDefinition> load() {
        try (InputStream in = MetricCatalog.class.getResourceAsStream(FILE)) {
            return new YAMLMapper().readValue(in, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + FILE, e);
        }
    }

    private void register(MetricDefinition definition, String name) {
        switch (definition.type()) {
            case GAUGE, COUNTING_GAUGE -> {
                // its owner registers it when it has a value
            }
            case COUNTER -> registry.counter(name);
            case TIMER -> registry.timer(name, () -> new Timer(buckets(definition, name, NANOS)));
            case HISTOGRAM -> registry.histogram(name, () -> new Histogram(buckets(definition, name, 1)));
        }
    }

    private Buckets buckets(MetricDefinition definition, String name, double unit) {
        double[] bounds =
                definition.bounds().stream().mapToDouble(Double::doubleValue).toArray();
        return buckets.computeIfAbsent(name, n -> new Buckets(bounds, unit));
    }

    @Override
    public MetricSnapshots collect() {
        var families = new ConcurrentHashMap<String, MetricFamily>();
        Figure.read(registry.getMetrics())
                .forEach((name, metric) -> known(name)
                        .ifPresent(of -> families.computeIfAbsent(
                                        of.definition().published(), n -> new MetricFamily(of.definition()))
                                .add(of.labels(), metric, buckets.get(name))));
        return new MetricSnapshots(families.values().stream()
                .flatMap(family -> family.snapshot().stream())
                .toList());
    }

    /** The service's metrics that the file does not name. */
    public List<String> undescribed() {
        return registry.getNames().stream()
                .filter(name -> name.startsWith("viva.") && known(name).isEmpty())
                .toList();
    }

    private Optional<Known> known(String name) {
        return known.computeIfAbsent(
                name,
                n -> definitions.stream()
                        .flatMap(definition ->
                                definition.matches(n).map(labels -> new Known(definition, labels)).stream())
                        .findFirst());
    }
}
