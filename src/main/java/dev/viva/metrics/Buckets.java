package dev.viva.metrics;

import com.codahale.metrics.Reservoir;
import com.codahale.metrics.Snapshot;
import com.codahale.metrics.UniformSnapshot;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * Counts values in buckets with fixed upper bounds, as Prometheus expects. Unlike quantiles, buckets can be added up
 * over replicas and any period. Thread-safe.
 */
final class Buckets implements Reservoir {
    private final double[] upperBounds; // in the published unit; the last is infinite
    private final double unit;
    private final LongAdder[] counts;
    private final DoubleAdder sum = new DoubleAdder();

    /**
     * @param upperBounds ascending, in the published unit
     * @param unit the factor from a recorded value to the published unit, such as 1e-9 for nanoseconds
     */
    Buckets(double[] upperBounds, double unit) {
        this.upperBounds = IntStream.rangeClosed(0, upperBounds.length)
                .mapToDouble(i -> i < upperBounds.length ? upperBounds[i] : Double.POSITIVE_INFINITY)
                .toArray();
        this.unit = unit;
        this.counts = IntStream.rangeClosed(0, upperBounds.length)
                .mapToObj(i -> new LongAdder())
                .toArray(LongAdder[]::new);
    }

    @Override
    public void update(long value) {
        double published = value * unit;
        int bucket = 0;
        while (published > upperBounds[bucket]) {
            bucket++;
        }
        counts[bucket].increment();
        sum.add(published);
    }

    ClassicHistogramBuckets counts() {
        Number[] now = new Number[counts.length];
        for (int i = 0; i < counts.length; i++) {
            now[i] = counts[i].sum();
        }
        return ClassicHistogramBuckets.of(upperBounds, now);
    }

    double sum() {
        return sum.sum();
    }

    @Override
    public int size() {
        return 0; // it keeps no values
    }

    @Override
    public Snapshot getSnapshot() {
        return new UniformSnapshot(new long[0]);
    }
}
