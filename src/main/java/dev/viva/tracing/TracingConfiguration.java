package dev.viva.tracing;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.jspecify.annotations.Nullable;

/**
 * The {@code tracing} of the configuration: where spans are sent.
 *
 * @param endpoint of an OpenTelemetry collector, OTLP over HTTP, without {@code /v1/traces}; blank: no traces
 * @param sample the share of new traces that are sent, 0 to 1; a caller's own decision wins. Default 0.1
 */
public record TracingConfiguration(
        String endpoint, @DecimalMin("0") @DecimalMax("1") Double sample) {
    /** No traces. */
    public static final TracingConfiguration OFF = new TracingConfiguration(null, null);

    public TracingConfiguration(@Nullable String endpoint, @Nullable Double sample) {
        this.endpoint = endpoint == null ? "" : endpoint.strip().replaceFirst("/+$", "");
        this.sample = sample == null ? 0.1 : sample;
    }

    /** Whether spans are sent. */
    public boolean on() {
        return !endpoint.isEmpty();
    }
}
