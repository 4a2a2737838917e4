package dev.viva.metrics;

import com.codahale.metrics.Counting;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All values published under one name, one for each set of labels. For one thread, during one scrape. */
final class MetricFamily {
    private static final long NO_TIME = 0;

    private final MetricDefinition definition;
    private final List<GaugeDataPointSnapshot> gauges = new ArrayList<>();
    private final List<CounterDataPointSnapshot> counters = new ArrayList<>();
    private final List<HistogramDataPointSnapshot> histograms = new ArrayList<>();

    MetricFamily(MetricDefinition definition) {
        this.definition = definition;
    }

    /** @param buckets the buckets of a timer or histogram, else null */
    void add(Labels labels, Metric metric, @Nullable Buckets buckets) {
        switch (definition.type()) {
            case GAUGE -> value(metric).ifPresent(value -> gauges.add(new GaugeDataPointSnapshot(value, labels, null)));
            case COUNTER, COUNTING_GAUGE ->
                value(metric)
                        .ifPresent(value -> counters.add(new CounterDataPointSnapshot(value, labels, null, NO_TIME)));
            case TIMER, HISTOGRAM -> {
                if (buckets != null) {
                    histograms.add(new HistogramDataPointSnapshot(
                            buckets.counts(), buckets.sum(), labels, Exemplars.EMPTY, NO_TIME));
                }
            }
        }
    }

    private static Optional<Double> value(Metric metric) {
        return switch (metric) {
            case Gauge<?> gauge ->
                gauge.getValue() instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty();
            case Counting counting -> Optional.of((double) counting.getCount());
            default -> Optional.empty();
        };
    }

    /** Empty when no metric of the family has a value. */
    Optional<MetricSnapshot> snapshot() {
        var metadata = new MetricMetadata(definition.published(), definition.help());
        if (!gauges.isEmpty()) {
            return Optional.of(new GaugeSnapshot(metadata, gauges));
        }
        if (!counters.isEmpty()) {
            return Optional.of(new CounterSnapshot(metadata, counters));
        }
        return histograms.isEmpty() ? Optional.empty() : Optional.of(new HistogramSnapshot(metadata, histograms));
    }
}
