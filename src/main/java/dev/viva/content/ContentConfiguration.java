package dev.viva.content;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where patients and cases are read from.
 *
 * @param dir a folder with {@code personas/} and {@code scenarios/}; null for the cases that come with the service
 */
public record ContentConfiguration(@Nullable Path dir) {
    // An empty environment variable counts as not set.
    public ContentConfiguration(@Nullable Path dir) {
        this.dir = dir == null || dir.toString().isBlank() ? null : dir;
    }

    /** The cases that come with the service. */
    public static ContentConfiguration builtIn() {
        return new ContentConfiguration(null);
    }
}
