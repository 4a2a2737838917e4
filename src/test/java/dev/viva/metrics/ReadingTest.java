package dev.viva.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadingTest {
    private final MetricRegistry metrics = new MetricRegistry();
    private final MetricCatalog catalog = new MetricCatalog(metrics);
    private final AtomicInteger reads = new AtomicInteger();
    private final CountDownLatch answer = new CountDownLatch(1);

    @AfterEach
    void release() {
        answer.countDown();
    }

    @Test
    void aScrapeReadsOnceForAllFigures() {
        new Reading<>(reads::incrementAndGet)
                .publish(metrics, "viva.calls.live", read -> read)
                .publish(metrics, "viva.budget.calls_today", read -> 10L * read);

        assertThat(scrape()).isEqualTo(Map.of("viva_calls_live", 1.0, "viva_budget_calls_today", 10.0));
        assertThat(scrape()).isEqualTo(Map.of("viva_calls_live", 2.0, "viva_budget_calls_today", 20.0));
    }

    @Test
    void silentSourcesAreAskedOnceAndHoldAScrapeOnce() {
        new Reading<>(this::silent).publish(metrics, "viva.calls.live", read -> read);
        new Reading<>(this::silent).publish(metrics, "viva.storage.up", read -> read, 0);
        new Reading<>(this::silent).publish(metrics, "viva.hang_ups.queued", read -> read);
        new Reading<>(() -> 7).publish(metrics, "viva.database.size", read -> read);
        long begun = System.nanoTime();

        for (int scrapes = 0; scrapes < 2; scrapes++) {
            assertThat(scrape())
                    .isEqualTo(Map.of(
                            "viva_calls_live",
                            -1.0,
                            "viva_storage_up",
                            0.0,
                            "viva_hang_ups_queued",
                            -1.0,
                            "viva_database_size_bytes",
                            7.0));
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("2 s for each scrape, and not for each of three sources")
                .isLessThan(Duration.ofSeconds(10));
        assertThat(reads).hasValue(3);
    }

    @Test
    void aFigureIsUnknownWhileReadingFails() {
        var failing = new Reading<Integer>(() -> {
            if (reads.incrementAndGet() == 1) {
                throw new IllegalStateException("out");
            }
            return 5;
        });
        failing.publish(metrics, "viva.calls.live", read -> read);

        assertThat(scrape()).isEqualTo(Map.of("viva_calls_live", -1.0));
        assertThat(scrape()).isEqualTo(Map.of("viva_calls_live", 5.0));
        assertThat(failing.now()).contains(5);
    }

    private int silent() {
        int read = reads.incrementAndGet();
        try {
            answer.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return read;
    }

    /** Published gauges by name. */
    private Map<String, Double> scrape() {
        return catalog.collect().stream()
                .filter(GaugeSnapshot.class::isInstance)
                .map(GaugeSnapshot.class::cast)
                .collect(Collectors.toMap(
                        family -> family.getMetadata().getName(),
                        family -> family.getDataPoints().getFirst().getValue()));
    }
}
