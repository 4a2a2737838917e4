package dev.viva.ops;

import io.dropwizard.core.setup.Environment;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/**
 * The admin port is for reading: metrics, health checks and a dump of threads. Dropwizard's tasks (collect garbage, change
 * log levels) and its profiler are not served: any page in an operator's browser could have started them.
 */
final class AdminPort extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Set<String> METHODS = Set.of("GET", "HEAD");
    private static final Set<String> PATHS = Set.of("/metrics", "/healthcheck", "/ping", "/threads");

    /** Lets nothing but reads through. */
    static void install(Environment environment) {
        environment
                .admin()
                .addFilter("reading", new AdminPort())
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (METHODS.contains(request.getMethod()) && PATHS.contains(request.getRequestURI())) {
            chain.doFilter(request, response);
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }
}
