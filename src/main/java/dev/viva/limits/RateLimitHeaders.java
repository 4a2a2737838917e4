package dev.viva.limits;

import dev.viva.limits.Verdict.Standing;
import java.time.Duration;
import java.util.stream.Collectors;

/** Writes the headers of draft-ietf-httpapi-ratelimit-headers-11. Kept in one place because the draft changes. */
final class RateLimitHeaders {
    static final String POLICY = "RateLimit-Policy";
    static final String LIMIT = "RateLimit";

    private RateLimitHeaders() {}

    /** All limits that applied: {@code "transcript-relay";q=120;w=60, …}. */
    static String policy(Verdict verdict) {
        return verdict.standings().stream()
                .map(s -> "\"" + s.name() + "\";q=" + s.quota() + ";w=" + roundedUp(s.window()))
                .collect(Collectors.joining(", "));
    }

    /** The remaining quota of the tightest limit: {@code "transcript-relay";r=118;t=42}. */
    static String limit(Verdict verdict) {
        Standing tightest = verdict.tightest();
        return "\"" + tightest.name() + "\";r=" + tightest.remaining() + ";t=" + roundedUp(tightest.reset());
    }

    private static long roundedUp(Duration duration) {
        return duration.plusNanos(999_999_999).toSeconds();
    }
}
