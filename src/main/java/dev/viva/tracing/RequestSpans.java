package dev.viva.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.server.monitoring.ApplicationEvent;
import org.glassfish.jersey.server.monitoring.ApplicationEventListener;
import org.glassfish.jersey.server.monitoring.RequestEvent;
import org.glassfish.jersey.server.monitoring.RequestEventListener;
import org.glassfish.jersey.uri.UriTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Makes a span of each request: method, route template, status and request id. Like the log, it has no path, no query and
 * no header.
 */
final class RequestSpans implements ApplicationEventListener {
    /** Where the first filter puts the trace of the request, for other services. */
    private static final String TRACEPARENT = "traceparent";

    private final Tracer tracer;

    RequestSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public void onEvent(ApplicationEvent event) {
        // Only requests have spans.
    }

    @Override
    public @Nullable RequestEventListener onRequest(RequestEvent begin) {
        SpanContext own = context(MDC.get(TRACEPARENT), false).orElse(null);
        if (own == null) {
            return null;
        }
        // The first filter has taken the caller's trace id if the header was valid.
        Context parent = context(begin.getContainerRequest().getHeaderString(TRACEPARENT), true)
                .filter(caller -> caller.getTraceId().equals(own.getTraceId()))
                .map(caller -> Context.root().with(Span.wrap(caller)))
                .orElse(Context.root());
        Span span = RequestIds.INSTANCE.with(
                own,
                () -> tracer.spanBuilder(begin.getContainerRequest().getMethod())
                        .setParent(parent)
                        .setSpanKind(SpanKind.SERVER)
                        .startSpan());
        // Other services follow our decision whether this trace is sent.
        String flags = span.getSpanContext().getTraceFlags().asHex();
        MDC.put(TRACEPARENT, "00-" + own.getTraceId() + "-" + own.getSpanId() + "-" + flags);
        return event -> {
            if (event.getType() == RequestEvent.Type.FINISHED) {
                end(span, event);
            }
        };
    }

    private static void end(Span span, RequestEvent event) {
        String method = event.getContainerRequest().getMethod();
        String route = route(event.getUriInfo());
        ContainerResponse response = event.getContainerResponse();
        int status = response == null ? 500 : response.getStatus();
        span.updateName(method + " " + route);
        span.setAttribute("http.request.method", method);
        span.setAttribute("http.route", route);
        span.setAttribute("http.response.status_code", status);
        String requestId = MDC.get("request_id");
        if (requestId != null) {
            span.setAttribute("viva.request_id", requestId);
        }
        if (status >= 500) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    private static String route(ExtendedUriInfo uri) {
        List<UriTemplate> innermostFirst = uri.getMatchedTemplates();
        String route = innermostFirst.reversed().stream()
                .map(UriTemplate::getTemplate)
                .collect(Collectors.joining())
                .replace("//", "/");
        return uri.getMatchedResourceMethod() == null || route.isEmpty() ? "unmatched" : route;
    }

    private static Optional<SpanContext> context(@Nullable String traceparent, boolean remote) {
        String[] parts = traceparent == null ? new String[0] : traceparent.split("-");
        if (parts.length < 4 || parts[3].length() != 2) {
            return Optional.empty();
        }
        SpanContext context = remote
                ? SpanContext.createFromRemoteParent(
                        parts[1], parts[2], TraceFlags.fromHex(parts[3], 0), TraceState.getDefault())
                : SpanContext.create(parts[1], parts[2], TraceFlags.fromHex(parts[3], 0), TraceState.getDefault());
        return context.isValid() ? Optional.of(context) : Optional.empty();
    }
}
