package dev.viva.debrief.fidelity;

import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The word lists of this package, without their comments. */
final class WordLists {
    private WordLists() {}

    static List<String> read(String resource) {
        try {
            return Resources.readLines(Resources.getResource(WordLists.class, resource), StandardCharsets.UTF_8)
                    .stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
