package dev.viva.limits;

import dev.viva.limits.Verdict.Standing;
import java.time.Duration;

/** Writes the headers of draft-ietf-httpapi-ratelimit-headers-11. Kept in one place because the draft changes. */
final class RateLimitHeaders {
    static final String POLICY = "RateLimit-Policy";
    static final String LIMIT = "RateLimit";

    private RateLimitHeaders() {}

    /** All limits that applied: {@code "transcript-relay";q=120;w=60, …}. */
    static String policy(Verdict verdict) {
        var text = new StringBuilder();
        for (Standing s : verdict.standings()) {
            text.append(text.isEmpty() ? "\"" : ", \"")
                    .append(s.name())
                    .append("\";q=")
                    .append(s.quota());
            text.append(";w=").append(roundedUp(s.window()));
        }
        return text.toString();
    }

    /** The remaining quota of the tightest limit: {@code "transcript-relay";r=118;t=42}. */
    static String limit(Verdict verdict) {
        Standing tightest = verdict.tightest();
        return "\"" + tightest.name() + "\";r=" + tightest.remaining() + ";t=" + roundedUp(tightest.reset());
    }

    private static long roundedUp(Duration duration) {
        return duration.toSeconds() + (duration.toNanosPart() > 0 ? 1 : 0);
    }
}
