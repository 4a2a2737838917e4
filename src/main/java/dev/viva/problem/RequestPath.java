package dev.viva.problem;

import org.jspecify.annotations.Nullable;

/**
 * The path of the request that this thread answers, which a problem names as its {@code instance}. It is not kept with
 * what the log prints of a request, since paths hold the ids of sessions.
 */
public final class RequestPath {
    private static final ThreadLocal<String> PATH = new ThreadLocal<>();

    private RequestPath() {}

    /** Null when this thread answers no request. */
    public static @Nullable String get() {
        return PATH.get();
    }

    /** @param path null for none; whoever sets one takes it away in the end */
    public static void set(@Nullable String path) {
        if (path == null) {
            PATH.remove();
        } else {
            PATH.set(path);
        }
    }
}
