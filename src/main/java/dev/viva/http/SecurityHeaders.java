package dev.viva.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.stream.Collectors;

/** Tells browsers on every reply what the page may do, which is little. */
final class SecurityHeaders implements Filter {
    private static final String COMMON = "default-src 'self'; connect-src 'self'%s; img-src 'self' data:; "
            + "media-src 'self' blob:; frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'self'; script-src 'self'; style-src 'self' ";

    private final String policy;
    private final String tryPolicy;

    SecurityHeaders(PagePolicy pages) {
        String origins = pages.connectTo().stream().map(origin -> " " + origin).collect(Collectors.joining());
        String common = COMMON.formatted(origins);
        policy = common
                + pages.styleHashes().stream().map(hash -> "'" + hash + "'").collect(Collectors.joining(" "));
        tryPolicy = common + "'unsafe-inline'"; // Swagger UI writes style attributes; its scripts stay files of ours
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var reply = (HttpServletResponse) response;
        String path = ((HttpServletRequest) request).getRequestURI();
        reply.setHeader("Content-Security-Policy", (path.equals("/docs/assets/try.html") ? tryPolicy : policy).strip());
        reply.setHeader("X-Content-Type-Options", "nosniff");
        reply.setHeader("X-Frame-Options", "SAMEORIGIN");
        reply.setHeader("Referrer-Policy", "no-referrer");
        reply.setHeader("Permissions-Policy", "microphone=(self), camera=(), geolocation=()");
        reply.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        chain.doFilter(request, response);
    }
}
