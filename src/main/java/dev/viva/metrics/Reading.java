package dev.viva.metrics;

import com.codahale.metrics.MetricRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads something that may be silent, such as a database. One reading runs at a time: whoever asks meanwhile shares its
 * result, so a silent database piles up no work. Figures of it are gauges, and a scrape takes all of them from one
 * reading. Thread-safe.
 */
public final class Reading<T> {
    /** All readings of a scrape run at the same time, so this bounds the scrape. Prometheus gives up after 10 s. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(2);

    private static final long UNKNOWN = -1;

    private final Supplier<T> source;
    private final Map<String, ToLongFunction<T>> figures = new ConcurrentHashMap<>();
    private @Nullable CompletableFuture<T> running; // guarded by this

    public Reading(Supplier<T> source) {
        this.source = source;
    }

    /** Publishes a figure, which is -1 while reading fails or takes more than 2 s. */
    public Reading<T> publish(MetricRegistry metrics, String name, ToLongFunction<T> figure) {
        return publish(metrics, name, figure, UNKNOWN);
    }

    /** @param unknown the value while reading fails or takes more than 2 s */
    public Reading<T> publish(MetricRegistry metrics, String name, ToLongFunction<T> figure, long unknown) {
        figures.put(name, figure);
        metrics.gauge(name, () -> new Figure(name, this, unknown));
        return this;
    }

    /** Starts to read, or joins the reading in progress. */
    public synchronized CompletableFuture<T> start() {
        CompletableFuture<T> current = running;
        if (current == null || current.isDone()) {
            current = CompletableFuture.supplyAsync(source, Thread::startVirtualThread);
            running = current;
        }
        return current;
    }

    /** Reads; empty when that fails or takes more than 2 s. */
    public Optional<T> now() {
        return within(start().<Optional<T>>thenApply(Optional::of), Optional.empty())
                .join();
    }

    /** Reads, and gives the value of each figure by its name; none when that fails or takes more than 2 s. */
    CompletableFuture<Map<String, Long>> values() {
        return within(start().thenApply(this::valuesOf), Map.of());
    }

    private Map<String, Long> valuesOf(T read) {
        var values = new HashMap<String, Long>();
        figures.forEach((name, figure) -> values.put(name, figure.applyAsLong(read)));
        return values;
    }

    private static <V> CompletableFuture<V> within(CompletableFuture<V> reading, V otherwise) {
        return reading.exceptionally(failed -> otherwise)
                .completeOnTimeout(otherwise, MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
