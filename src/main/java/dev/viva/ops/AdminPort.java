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
 * Makes the admin port read-only: metrics, health checks and a thread dump. Dropwizard's tasks (garbage collection, log
 * levels) and its profiler are not served, because any page in an operator's browser could start them.
 */
final class AdminPort extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Set<String> METHODS = Set.of("GET", "HEAD");
    private static final Set<String> PATHS = Set.of("/metrics", "/healthcheck", "/ping", "/threads");

    /** Answers 404 to everything else. */
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
