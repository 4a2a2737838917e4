package dev.viva.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.stream.Collectors;

/** Sets the security headers on every reply: pages may do little. */
final class SecurityHeaders implements Filter {
    private static final String POLICY = "default-src 'self'; connect-src 'self'%s; img-src 'self' data:; "
            + "media-src 'self' blob:; frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'self'; script-src 'self'; style-src 'self'%s";

    /** One year, which is the usual time. */
    private static final String TLS_ONLY = "max-age=31536000";

    private final String policy;
    private final boolean tlsOnly;

    SecurityHeaders(PagePolicy pages) {
        String origins = pages.connectTo().stream().map(origin -> " " + origin).collect(Collectors.joining());
        String styles =
                pages.styleHashes().stream().map(hash -> " '" + hash + "'").collect(Collectors.joining());
        policy = POLICY.formatted(origins, styles);
        tlsOnly = pages.tlsOnly();
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var reply = (HttpServletResponse) response;
        reply.setHeader("Content-Security-Policy", policy);
        reply.setHeader("X-Content-Type-Options", "nosniff");
        reply.setHeader("X-Frame-Options", "SAMEORIGIN");
        reply.setHeader("Referrer-Policy", "no-referrer");
        reply.setHeader("Permissions-Policy", "microphone=(self), camera=(), geolocation=()");
        reply.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        if (tlsOnly) {
            reply.setHeader("Strict-Transport-Security", TLS_ONLY);
        }
        chain.doFilter(request, response);
    }
}
