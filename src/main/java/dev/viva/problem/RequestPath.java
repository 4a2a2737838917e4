package dev.viva.problem;

import org.jspecify.annotations.Nullable;

/**
 * The path of the request that this thread serves. A problem names it as its {@code instance}. It is not in the MDC,
 * because paths contain session ids, which must not reach a log.
 */
public final class RequestPath {
    private static final ThreadLocal<String> PATH = new ThreadLocal<>();

    private RequestPath() {}

    /** Null when this thread serves no request. */
    public static @Nullable String get() {
        return PATH.get();
    }

    /** @param path null for none; the code that sets a path must clear it */
    public static void set(@Nullable String path) {
        if (path == null) {
            PATH.remove();
        } else {
            PATH.set(path);
        }
    }
}
