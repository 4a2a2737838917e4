package dev.viva.authoring;

import dev.viva.content.ContentFile;
import java.util.List;
import java.util.stream.IntStream;

/** Finds what {@code viva new-case} wrote for the author to replace. */
final class Placeholders {
    /** Begins every text of the template that belongs to no real case. */
    static final String MARK = "REPLACE";

    private Placeholders() {}

    static List<Remark> in(ContentFile file) {
        List<String> lines = file.text().lines().toList();
        return IntStream.range(0, lines.size())
                .filter(i -> withoutComment(lines.get(i)).contains(MARK))
                .mapToObj(i -> Remark.warning(
                        file.name(), i + 1, "still the template's text: replace it: " + shortened(lines.get(i))))
                .toList();
    }

    private static String withoutComment(String line) {
        int comment = line.stripLeading().startsWith("#") ? 0 : line.indexOf(" #");
        return comment < 0 ? line : line.substring(0, comment);
    }

    private static String shortened(String line) {
        String text = line.strip();
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
