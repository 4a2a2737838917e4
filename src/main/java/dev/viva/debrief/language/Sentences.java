package dev.viva.debrief.language;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a line into sentences, each with its place in the line. By rules of our own: the break iterator of the platform
 * depends on the locale and on the data of the JDK.
 */
public final class Sentences {
    /** Every break begins with one of the characters that are looked for first. */
    private static final Pattern BREAK = Pattern.compile("(?=[\\s\"')\u201d\u2019\u0085\u2028\u2029])(?:"
            + "(?<=[.?!;\u2026\u3002\uff01\uff1f])[\"'\u201d\u2019)]*\\s+|\\s*\\R+\\s*|\\s+[\u2013\u2014-]+\\s+)");

    private static final Pattern TITLE = Pattern.compile("(?i).*\\b(?:mr|mrs|ms|mx|dr|prof|st|vs|e\\.g|i\\.e)\\.");
    private static final int MAX_TITLE_LENGTH = 12;

    private Sentences() {}

    /** In order; a text without letters and digits has none. */
    public static List<Span> of(String text) {
        List<Span> sentences = new ArrayList<>();
        Matcher gap = BREAK.matcher(text);
        int start = 0;
        while (gap.find()) {
            if (!endsWithTitle(text, gap.start())) {
                add(sentences, text, start, gap.start());
                start = gap.end();
            }
        }
        add(sentences, text, start, text.length());
        return sentences;
    }

    private static boolean endsWithTitle(String text, int end) {
        return TITLE.matcher(text.substring(Math.max(0, end - MAX_TITLE_LENGTH), end))
                .matches();
    }

    private static void add(List<Span> sentences, String text, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        if (text.substring(start, end).codePoints().anyMatch(Character::isLetterOrDigit)) {
            sentences.add(new Span(start, end));
        }
    }
}
