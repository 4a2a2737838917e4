package dev.viva.authoring;

import dev.viva.content.ContentFile;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Finds what {@code viva new-case} wrote for the author to replace. */
final class Placeholders {
    /** Begins every text of the template that belongs to no real case. */
    private static final String MARK = "REPLACE";

    /** "HIP-REPLACEMENT" and "REPLACED" are an author's words; "REPLACE-SORE-ELBOW" is the template's. */
    private static final Pattern PLACEHOLDER = Pattern.compile("(?<![\\p{L}\\p{N}-])" + MARK + "(?![\\p{L}\\p{N}])");

    /** What is in quotes, or a comment; a quote begins a text, and an apostrophe stands inside one. */
    private static final Pattern QUOTED_OR_COMMENT =
            Pattern.compile("(?<![^\\s\\[{,:-])(?:\"(?:[^\"\\\\]|\\\\.)*+\"|'(?:[^']|'')*+')|(?<comment>(?<!\\S)#.*)");

    private Placeholders() {}

    static List<Remark> in(ContentFile file) {
        List<String> lines = file.text().lines().toList();
        return IntStream.range(0, lines.size())
                .filter(i -> PLACEHOLDER.matcher(withoutComment(lines.get(i))).find())
                .mapToObj(i -> Remark.warning(
                        file.name(), i + 1, "still the template's text: replace it: " + shortened(lines.get(i))))
                .toList();
    }

    private static String withoutComment(String line) {
        return QUOTED_OR_COMMENT
                .matcher(line)
                .replaceAll(part -> part.group("comment") == null ? Matcher.quoteReplacement(part.group()) : "");
    }

    private static String shortened(String line) {
        String text = line.strip();
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
