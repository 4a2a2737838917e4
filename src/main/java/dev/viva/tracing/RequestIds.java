package dev.viva.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.function.Supplier;

/** Gives a request's span the ids that its log messages and its requests to other services already have. */
final class RequestIds implements IdGenerator {
    static final RequestIds INSTANCE = new RequestIds();

    private final IdGenerator random = IdGenerator.random();
    private final ThreadLocal<SpanContext> next = new ThreadLocal<>();

    private RequestIds() {}

    /** Creates a span with these ids. */
    <T> T with(SpanContext ids, Supplier<T> create) {
        next.set(ids);
        try {
            return create.get();
        } finally {
            next.remove();
        }
    }

    @Override
    public String generateSpanId() {
        SpanContext ids = next.get();
        return ids == null ? random.generateSpanId() : ids.getSpanId();
    }

    @Override
    public String generateTraceId() {
        SpanContext ids = next.get();
        return ids == null ? random.generateTraceId() : ids.getTraceId();
    }
}
