package dev.viva.http;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.handler.CrossOriginHandler;

/** Allows the configured origins all that the contract's operations take and answer. */
final class Cors {
    private Cors() {}

    static CrossOriginHandler handler(CorsConfiguration configuration) {
        var handler = new CrossOriginHandler();
        // The handler expects patterns; these are literal origins.
        handler.setAllowedOriginPatterns(
                configuration.allowedOrigins().stream().map(Pattern::quote).collect(Collectors.toSet()));
        handler.setAllowedMethods(Set.of("GET", "HEAD", "POST", "PUT", "DELETE"));
        handler.setAllowedHeaders(Set.of(
                "Accept",
                "Authorization",
                "Content-Type",
                "Idempotency-Key",
                "If-Match",
                "If-None-Match",
                "Last-Event-ID",
                "X-Request-Id",
                "X-Rtc-Token",
                "traceparent"));
        handler.setExposedHeaders(Set.of(
                "Content-Disposition",
                "Date",
                "ETag",
                "Link",
                "Location",
                "RateLimit",
                "RateLimit-Policy",
                "Retry-After",
                "WWW-Authenticate",
                "X-Call-Number",
                "X-Followers",
                "X-Left-Out",
                "X-Request-Id"));
        handler.setAllowCredentials(false); // grants are sent in a header, so cookies are not needed
        handler.setDeliverPreflightRequests(false);
        handler.setPreflightMaxAge(Duration.ofMinutes(10));
        return handler;
    }
}
