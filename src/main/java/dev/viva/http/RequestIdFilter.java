package dev.viva.http;

import dev.viva.problem.ProblemReply;
import dev.viva.problem.RequestPath;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The first filter: gives each request its id and trace, for the reply, for problems and for every log line written
 * meanwhile.
 */
final class RequestIdFilter implements Filter {
    static final String HEADER = "X-Request-Id";
    /** Request attribute that holds the id. */
    static final String ATTRIBUTE = "viva.request_id";

    static final String TRACE_ID = "trace_id";
    /** For those who call others on behalf of the request. */
    static final String TRACEPARENT = "traceparent";

    private static final Pattern GOOD = Pattern.compile("[A-Za-z0-9_-]{8,64}");
    /** RFC 3986 {@code pchar} and the slash. */
    private static final String IN_PATHS = "-._~!$&'()*+,;=:@/";
    /** The longest that the contract lets a problem's {@code instance} be. */
    private static final int MAX_PATH = 2048;

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var http = (HttpServletRequest) request;
        String id = idOf(http.getHeader(HEADER));
        var trace = TraceContext.following(http.getHeader(TRACEPARENT));
        request.setAttribute(ATTRIBUTE, id);
        ((HttpServletResponse) response).setHeader(HEADER, id);
        MDC.put(ProblemReply.REQUEST_ID, id);
        RequestPath.set(reference(http.getRequestURI()));
        MDC.put(TRACE_ID, trace.traceId());
        MDC.put(TRACEPARENT, trace.traceparent());
        try {
            chain.doFilter(request, response);
        } finally {
            RequestPath.set(null);
            MDC.clear(); // whatever was put meanwhile must not show up under the thread's next request
        }
    }

    static String idOf(@Nullable String given) {
        return given != null && GOOD.matcher(given).matches()
                ? given
                : "req_" + UUID.randomUUID().toString().replace("-", "");
    }

    /** The path as a URI reference, since Jetty takes some that are none. */
    private static String reference(String path) {
        var safe = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean alphanumeric = c < 128 && Character.isLetterOrDigit(c);
            if (alphanumeric || IN_PATHS.indexOf(c) >= 0 || c == '%') {
                safe.append(c);
            } else {
                safe.append(String.format("%%%02X", (int) c));
            }
        }
        return safe.length() > MAX_PATH ? "/" : safe.toString();
    }
}
