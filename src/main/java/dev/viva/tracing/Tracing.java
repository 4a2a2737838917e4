package dev.viva.tracing;

import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;

/** Sends a span of each request to a collector. A collector that is out costs no request anything: spans are dropped. */
public final class Tracing {
    private static final Duration MAX_SEND = Duration.ofSeconds(5);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int MAX_WAITING = 4096;

    private Tracing() {}

    /** Does nothing unless an endpoint is configured. Call it after the filter that gives each request its trace. */
    public static void install(Environment environment, TracingConfiguration config) {
        if (!config.on()) {
            return;
        }
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(config.endpoint() + "/v1/traces")
                .setTimeout(MAX_SEND)
                .build();
        var provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "viva"))))
                .setIdGenerator(RequestIds.INSTANCE)
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(config.sample())))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setMaxQueueSize(MAX_WAITING)
                        .setScheduleDelay(INTERVAL)
                        .setExporterTimeout(MAX_SEND)
                        .build())
                .build();
        environment.lifecycle().manage(new AutoCloseableManager(provider));
        environment.jersey().register(new RequestSpans(provider.get("dev.viva")));
    }
}
