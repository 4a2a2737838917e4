package dev.viva.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * W3C Trace Context: the trace of a request and this service's span in it. The caller's trace id is not trusted: it
 * only correlates log messages.
 */
record TraceContext(String traceId, String spanId, String flags) {
    private static final Pattern HEADER =
            Pattern.compile("(?<version>[0-9a-f]{2})-(?<trace>[0-9a-f]{32})-(?<parent>[0-9a-f]{16})-"
                    + "(?<flags>[0-9a-f]{2})(?<more>-.*)?");

    /** Continues the caller's trace. Starts a new one when the header is missing or malformed. */
    static TraceContext continuing(@Nullable String traceparent) {
        Matcher header = HEADER.matcher(traceparent == null ? "" : traceparent);
        return header.matches() && valid(header)
                ? new TraceContext(header.group("trace"), random(1), header.group("flags"))
                : new TraceContext(random(2), random(1), "00");
    }

    private static boolean valid(Matcher header) {
        String version = header.group("version");
        return !version.equals("ff")
                && !(version.equals("00") && header.group("more") != null)
                && !zeros(header.group("trace"))
                && !zeros(header.group("parent"));
    }

    private static boolean zeros(String hex) {
        return hex.chars().allMatch(c -> c == '0');
    }

    /** As many times 16 hexadecimal digits, which need not be secret. */
    static String random(int longs) {
        var hex = new StringBuilder();
        for (int i = 0; i < longs; i++) {
            // The format forbids zero.
            hex.append(HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong() | 1));
        }
        return hex.toString();
    }

    /** The header that a request made on behalf of this one carries. */
    String traceparent() {
        return "00-" + traceId + "-" + spanId + "-" + flags;
    }
}
