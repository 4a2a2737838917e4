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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The first filter. It gives each request its id and trace, for the reply, for problems and for all log messages of the
 * request.
 */
final class RequestIdFilter implements Filter {
    static final String HEADER = "X-Request-Id";
    /** Request attribute: the id. */
    static final String ATTRIBUTE = "viva.request_id";

    static final String TRACE_ID = "trace_id";
    /** For calls to other services on behalf of the request. */
    static final String TRACEPARENT = "traceparent";

    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_-]{8,64}");
    /** RFC 3986 {@code pchar} and the slash. */
    private static final String IN_PATHS = "-._~!$&'()*+,;=:@/";
    /** The contract's maximum length of a problem's {@code instance}. */
    private static final int MAX_PATH = 2048;

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var http = (HttpServletRequest) request;
        String id = idOf(http.getHeader(HEADER));
        var trace = TraceContext.continuing(http.getHeader(TRACEPARENT));
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
            MDC.clear(); // the thread's next request must not inherit any entry
        }
    }

    static String idOf(@Nullable String given) {
        return given != null && VALID.matcher(given).matches() ? given : "req_" + TraceContext.random(2);
    }

    /** The path as a valid URI reference: Jetty accepts some paths that are not valid. */
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
