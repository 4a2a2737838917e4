package dev.viva.resilience;

import dev.viva.realtime.Operation;
import dev.viva.realtime.ProviderException.Kind;
import dev.viva.realtime.ProviderObserver;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The health of the provider: current problems in words, and metrics of every request. Thread-safe. */
public final class ProviderHealth implements ProviderObserver {
    private static final double[] UPPER_BOUNDS = {.05, .1, .25, .5, 1, 2.5, 5, 10, 15, 30};

    private final Troubles troubles;
    private final Histogram requests;
    private final Counter errors;

    public ProviderHealth(PrometheusRegistry registry, Clock clock) {
        this.troubles = new Troubles(clock);
        this.requests = Histogram.builder()
                .name("viva_provider_request_seconds")
                .help("Requests to the voice provider. Each try counts, failed ones too; answers are not included,"
                        + " spoken or typed.")
                .unit(Unit.SECONDS)
                .labelNames("operation")
                .classicOnly()
                .classicUpperBounds(UPPER_BOUNDS)
                .register(registry);
        this.errors = Counter.builder()
                .name("viva_provider_errors_total")
                .help(
                        "Failed operations at the voice provider, by operation and kind. not_found of hang_up and sideband"
                                + " is normal for an ended call.")
                .labelNames("operation", "kind")
                .register(registry);
        for (Operation operation : Operation.values()) {
            if (operation != Operation.RESPONSE) {
                requests.initLabelValues(operation.label());
            }
            for (Kind kind : Kind.values()) {
                errors.initLabelValues(operation.label(), kind.label());
            }
        }
        GaugeWithCallback.builder()
                .name("viva_provider_trouble")
                .help("1 while this replica has a problem of this kind with the voice provider; /health then shows a"
                        + " warning. 0 again after a success, or after 15 minutes without such a failure.")
                .labelNames("kind")
                .callback(callback -> {
                    for (Kind kind : Kind.values()) {
                        callback.call(troubles.isPresent(kind) ? 1 : 0, kind.label());
                    }
                })
                .register(registry);
    }

    @Override
    public void succeeded(Operation operation, @Nullable Duration took) {
        observe(operation, took);
        troubles.succeeded(operation);
    }

    @Override
    public void failed(Operation operation, Kind kind, @Nullable String code, @Nullable Duration took) {
        observe(operation, took);
        errors.labelValues(operation.label(), kind.label()).inc();
        troubles.failed(operation, kind, code);
    }

    private void observe(Operation operation, @Nullable Duration took) {
        if (took != null) {
            requests.labelValues(operation.label()).observe(took.toNanos() / 1e9);
        }
    }

    /** Whether any problem is present. */
    public boolean isTroubled() {
        return troubles.any();
    }

    /** Each present problem in one or two sentences: what, since when, and what to do. */
    public List<String> warnings() {
        return troubles.warnings();
    }
}
