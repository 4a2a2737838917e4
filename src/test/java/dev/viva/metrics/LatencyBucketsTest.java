package dev.viva.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatencyBucketsTest {
    /** In the last bucket, which has no bound, a quantile is no more than the bound before. */
    @ParameterizedTest
    @CsvSource({
        "viva.typed.answer, viva_typed_answer_duration_seconds, 14, 20",
        "viva.typed.answer, viva_typed_answer_duration_seconds, 19, 20",
        "viva.commit.duration, viva_commit_duration_seconds, 29, 30",
        "viva.review.answer, viva_review_answer_duration_seconds, 59, 60",
        "viva.review.answer, viva_review_answer_duration_seconds, 200, 240",
    })
    void aBucketHasABoundForTheLongestWait(String timer, String published, long seconds, double bound) {
        var metrics = new MetricRegistry();
        var catalog = new MetricCatalog(metrics);

        metrics.timer(timer).update(Duration.ofSeconds(seconds));

        var histogram = catalog.collect().stream()
                .filter(family -> family.getMetadata().getName().equals(published))
                .map(HistogramSnapshot.class::cast)
                .findFirst()
                .orElseThrow();
        var buckets = histogram.getDataPoints().getFirst().getClassicBuckets();
        assertThat(StreamSupport.stream(buckets.spliterator(), false)
                        .filter(bucket -> bucket.getCount() > 0)
                        .map(bucket -> bucket.getUpperBound()))
                .containsExactly(bound);
    }
}
