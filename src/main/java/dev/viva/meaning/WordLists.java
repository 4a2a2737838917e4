package dev.viva.meaning;

import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Word lists that ship with the service: one entry a line; lines that begin with # are comments. */
public final class WordLists {
    private WordLists() {}

    /** The entries of the list of this name in the package of {@code owner}, in the order of the file. */
    public static List<String> read(Class<?> owner, String name) {
        try {
            return Resources.readLines(Resources.getResource(owner, name), StandardCharsets.UTF_8).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
