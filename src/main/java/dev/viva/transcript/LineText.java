package dev.viva.transcript;

import com.google.common.base.CharMatcher;
import java.util.List;

/**
 * Normalises the text of a line before it is stored: relayed, sent in a batch or reported by the provider. The client's
 * package does the same ({@code lineText}), so that a page can compute the digest from its own lines.
 */
public final class LineText {
    /** The contract's longest line. */
    private static final int MAX_LENGTH = 20_000;

    /** Unicode's white space and the byte order mark: all that Java, Guava or JavaScript treats as white space. */
    private static final CharMatcher WHITE_SPACE = CharMatcher.inRange('\t', '\r')
            .or(CharMatcher.anyOf(" \u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff"))
            .or(CharMatcher.inRange('\u2000', '\u200a'))
            .precomputed();

    private static final String NO_WORDS = "…";

    private LineText() {}

    /**
     * Removes U+0000, replaces unpaired surrogates by U+FFFD, trims white space and cuts at 20,000 UTF-16 code units.
     * White space alone becomes empty. Idempotent.
     */
    public static String of(String text) {
        String whole = WHITE_SPACE.trimFrom(wellFormed(text.replace("\0", "")));
        if (whole.length() <= MAX_LENGTH) {
            return whole;
        }
        int end = Character.isHighSurrogate(whole.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
        return WHITE_SPACE.trimFrom(whole.substring(0, end));
    }

    /**
     * The same for a line of the patient, without the markers of what the patient shows. A line of markers alone becomes
     * {@code …}: it shows something without a word.
     */
    static String ofPatient(String text) {
        var read = MediaMarkers.of(wellFormed(text.replace("\0", "")));
        String words = of(read.text());
        return words.isEmpty() && read.found() ? NO_WORDS : words;
    }

    /** The ids of what a line of the patient shows, by its markers. */
    static List<String> media(String text) {
        return MediaMarkers.of(text.replace("\0", "")).ids();
    }

    /** UTF-8 cannot encode an unpaired surrogate: it would be stored as a question mark. */
    private static String wellFormed(String text) {
        if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
            return text;
        }
        var whole = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
                .forEach(whole::appendCodePoint);
        return whole.toString();
    }
}
