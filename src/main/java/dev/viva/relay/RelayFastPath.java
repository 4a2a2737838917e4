package dev.viva.relay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.net.HttpHeaders;
import dev.viva.access.Access;
import dev.viva.api.TranscriptApi;
import dev.viva.contract.BodyLimit;
import dev.viva.contract.BodyValidation;
import dev.viva.contract.Contract;
import dev.viva.http.NoStoreFilter;
import dev.viva.http.RequestLog;
import dev.viva.limits.RateLimitFilter;
import dev.viva.model.TranscriptLine;
import io.dropwizard.core.setup.Environment;
import jakarta.annotation.Priority;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Serves the one operation that runs all the time, relaying a line, in front of the framework, which would take a fifth
 * of the processor time of a relay. It uses the framework's own filters and resource, in their order.
 *
 * <p>Only a plain request takes it: what the page and the client send, with a grant that was verified before. All
 * others go on to the framework as they came. So does one that fails: the framework answers with its problem, and counts
 * nothing again.
 */
public final class RelayFastPath implements Filter {
    private static final String OPERATION = "relayTranscript";
    private static final String METHOD = "POST";
    private static final String FAILURE = RelayFastPath.class.getName();
    private static final Set<String> ACCEPTED = Set.of("*/*", MediaType.APPLICATION_JSON);

    private final Steps steps;
    private final TranscriptApi operations;
    private final ObjectMapper json;
    private final String route;
    private final String before;
    private final String after;

    /**
     * What a request passes, in this order.
     *
     * @param log logs and measures it at the end
     */
    public record Steps(
            Contract contract, RateLimitFilter limits, Access access, BodyValidation bodies, RequestLog log) {}

    private RelayFastPath(Steps steps, TranscriptApi operations, ObjectMapper json) {
        this.steps = steps;
        this.operations = operations;
        this.json = json;
        this.route = steps.contract().operations().stream()
                .filter(operation -> operation.id().equals(OPERATION))
                .findFirst()
                .orElseThrow()
                .path();
        this.before = route.substring(0, route.indexOf('{'));
        this.after = route.substring(route.indexOf('}') + 1);
    }

    /**
     * Installs it. The filters that apply to every request must be there.
     *
     * @param operations as the framework serves them
     */
    public static void install(Environment environment, Steps steps, TranscriptApi operations) {
        var path = new RelayFastPath(steps, operations, environment.getObjectMapper());
        environment
                .servlets()
                .addFilter("relay-fast-path", path)
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, path.before + "*");
        environment.jersey().register(new Failed());
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        long begin = System.nanoTime();
        var http = (HttpServletRequest) request;
        Response reply = reply(http);
        if (reply == null) {
            RequestLog.began(request, begin);
            chain.doFilter(request, response);
        } else {
            write(reply, http, (HttpServletResponse) response);
            steps.log().served(METHOD, route, reply.getStatus(), Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    /** Null when the framework is to answer. */
    private @Nullable Response reply(HttpServletRequest request) throws IOException {
        String session = session(request);
        String authorization = only(request, HttpHeaders.AUTHORIZATION);
        if (session == null || authorization == null || !isPlain(request)) {
            return null;
        }
        Principal caller = steps.access().known(session, authorization).orElse(null);
        if (caller == null) {
            return null;
        }
        try {
            steps.limits().take(request, OPERATION, session, authorization);
            var body = steps.bodies().read(BodyLimit.read(request), TranscriptLine.class);
            var line = steps.bodies().bind(body, TranscriptLine.class);
            steps.limits().charge(request, body);
            return operations.relayTranscript(caller, session, line);
        } catch (RuntimeException failure) {
            request.setAttribute(FAILURE, failure);
            return null;
        }
    }

    private void write(Response reply, HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(reply.getStatus());
        reply.getStringHeaders().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        response.setHeader(HttpHeaders.CACHE_CONTROL, NoStoreFilter.NO_STORE);
        steps.limits().describe(request, response);
        if (reply.hasEntity()) {
            response.setContentType(MediaType.APPLICATION_JSON);
            response.getOutputStream().write(json.writeValueAsBytes(reply.getEntity()));
        }
    }

    private @Nullable String session(HttpServletRequest request) {
        String path = request.getRequestURI();
        boolean matches = request.getMethod().equals(METHOD)
                && path.startsWith(before)
                && path.endsWith(after)
                && path.length() > before.length() + after.length();
        return matches ? path.substring(before.length(), path.length() - after.length()) : null;
    }

    private static boolean isPlain(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        return length > 0
                && length <= BodyLimit.MAX_BYTES
                && request.getQueryString() == null
                && MediaType.APPLICATION_JSON.equals(only(request, HttpHeaders.CONTENT_TYPE))
                && ACCEPTED.contains(accept(request))
                && request.getHeader(HttpHeaders.CONTENT_ENCODING) == null
                && request.getHeader(HttpHeaders.EXPECT) == null;
    }

    private static String accept(HttpServletRequest request) {
        List<String> given = Collections.list(request.getHeaders(HttpHeaders.ACCEPT));
        return given.isEmpty() ? "*/*" : given.size() == 1 ? given.getFirst() : "several";
    }

    /** The header's value; null unless there is one. */
    private static @Nullable String only(HttpServletRequest request, String header) {
        var values = request.getHeaders(header);
        String value = values.hasMoreElements() ? values.nextElement() : null;
        return values.hasMoreElements() ? null : value;
    }

    /** Lets the framework answer what failed before it, after its own checks and without reading the body. */
    @Priority(Priorities.USER)
    private static final class Failed implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            if (request.getProperty(FAILURE) instanceof RuntimeException failure) {
                throw failure;
            }
        }
    }
}
