package dev.viva.metrics;

import com.codahale.metrics.MetricRegistry;
import io.dropwizard.core.setup.Environment;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.exporter.servlet.jakarta.PrometheusMetricsServlet;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;

/**
 * The metrics on the admin port: the JVM, the metrics of {@code metrics.yml}, and requests by route template, never by
 * id. Other parts register their own in {@link #registry()}.
 */
public final class Metrics {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Histogram requests = Histogram.builder()
            .name("viva_http_request_duration_seconds")
            .help("From when a request was read to the end of its reply; an event stream counts until it begins."
                    + " Not in it: waiting for a slot, the page's files, and what is refused before (408, 503 without"
                    + " a slot).")
            .unit(Unit.SECONDS)
            .labelNames("method", "route", "status")
            .classicOnly()
            .classicUpperBounds(MetricDefinition.LATENCIES.stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray())
            .register(registry);

    private Metrics(MetricRegistry dropwizard) {
        JvmMetrics.builder().register(registry);
        registry.register(new MetricCatalog(dropwizard));
    }

    /** The registry in which other parts register their metrics. */
    public PrometheusRegistry registry() {
        return registry;
    }

    /** Labels connections by the name of their connectors, because ports differ between deployments. */
    private static void connections(MetricRegistry metrics, Server server) {
        var named = Arrays.stream(server.getConnectors()).collect(Collectors.groupingBy(Connector::getName));
        named.forEach((name, connectors) -> metrics.gauge(
                "viva.http.connections." + name,
                () -> () -> connectors.stream()
                        .mapToInt(connector -> connector.getConnectedEndPoints().size())
                        .sum()));
    }

    /** Serves the metrics at {@code /metrics} on the admin port, in place of Dropwizard's own page. */
    public static Metrics install(Environment environment) {
        var metrics = new Metrics(environment.metrics());
        environment.lifecycle().addServerLifecycleListener(server -> connections(environment.metrics(), server));
        environment
                .admin()
                .addServlet("prometheus", new PrometheusMetricsServlet(metrics.registry))
                .addMapping("/metrics");
        return metrics;
    }

    /** Counts one finished request. */
    public void request(String method, String route, int status, Duration took) {
        requests.labelValues(method, route, Integer.toString(status)).observe(took.toNanos() / 1e9);
    }
}
