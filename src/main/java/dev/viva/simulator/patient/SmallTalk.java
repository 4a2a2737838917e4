package dev.viva.simulator.patient;

import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A sentence that asks for nothing of the case, as an example of its intent. */
record SmallTalk(Intent intent, String text) {
    /** Those of a language; none where we have none. */
    static List<SmallTalk> in(String language) {
        URL found = SmallTalk.class.getResource("small-talk-" + language + ".tsv");
        return found == null ? List.of() : read(found);
    }

    private static List<SmallTalk> read(URL resource) {
        try {
            return Resources.readLines(resource, StandardCharsets.UTF_8).stream()
                    .map(line -> line.split("\t", 2))
                    .map(parts -> new SmallTalk(Intent.named(parts[0]), parts[1]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
