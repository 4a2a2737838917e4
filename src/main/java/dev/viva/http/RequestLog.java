package dev.viva.http;

import dev.viva.metrics.Metrics;
import jakarta.servlet.ServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.server.monitoring.ApplicationEvent;
import org.glassfish.jersey.server.monitoring.ApplicationEventListener;
import org.glassfish.jersey.server.monitoring.RequestEvent;
import org.glassfish.jersey.server.monitoring.RequestEventListener;
import org.glassfish.jersey.uri.UriTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs and measures each request by its route template. So no id, query or token is shown; the server's own request log
 * would show them. The request of an event stream ends when the stream is open.
 */
public final class RequestLog implements ApplicationEventListener {
    private static final Logger log = LoggerFactory.getLogger(RequestLog.class);
    private static final String BEGIN = RequestLog.class.getName() + ".begin";
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final Metrics metrics;

    public RequestLog(Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void onEvent(ApplicationEvent event) {
        // The server logs its own start and stop.
    }

    /**
     * Notes when a request began that the framework is given later: its time is measured from then on.
     *
     * @param nanoTime by {@link System#nanoTime}
     */
    public static void began(ServletRequest request, long nanoTime) {
        request.setAttribute(BEGIN, nanoTime);
    }

    @Override
    public RequestEventListener onRequest(RequestEvent start) {
        Object begin = start.getContainerRequest().getProperty(BEGIN);
        return new OneRequest(begin instanceof Long earlier ? earlier : System.nanoTime());
    }

    /**
     * Logs and measures a request that was served.
     *
     * @param route the template of its path
     */
    public void served(String method, String route, int status, Duration took) {
        log.atInfo()
                .addKeyValue("method", method)
                .addKeyValue("route", route)
                .addKeyValue("status", status)
                .addKeyValue("duration_ms", took.toMillis())
                .log("request:");
        metrics.request(method, route, status, took);
    }

    static String route(ExtendedUriInfo uri) {
        List<UriTemplate> innermostFirst = uri.getMatchedTemplates();
        String route = innermostFirst.reversed().stream()
                .map(UriTemplate::getTemplate)
                .collect(Collectors.joining())
                .replace("//", "/");
        return uri.getMatchedResourceMethod() == null || route.isEmpty() ? "unmatched" : route;
    }

    private final class OneRequest implements RequestEventListener {
        private final long begin;

        private OneRequest(long begin) {
            this.begin = begin;
        }

        @Override
        public void onEvent(RequestEvent event) {
            if (event.getType() == RequestEvent.Type.FINISHED) {
                finished(event);
            }
        }

        private void finished(RequestEvent event) {
            ContainerResponse response = event.getContainerResponse();
            int status = response == null ? 500 : response.getStatus();
            String asked = event.getContainerRequest().getMethod();
            String method = METHODS.contains(asked) ? asked : "other";
            served(method, route(event.getUriInfo()), status, Duration.ofNanos(System.nanoTime() - begin));
        }
    }
}
