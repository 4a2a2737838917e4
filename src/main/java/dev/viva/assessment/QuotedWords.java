package dev.viva.assessment;

import dev.viva.model.NewNoteAnchor;
import dev.viva.model.NoteAnchor;
import dev.viva.problem.ProblemException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The words of a line that a note was made on.
 *
 * @param start of the words in the line as it was, in UTF-16 code units
 * @param end exclusive
 */
record QuotedWords(String itemId, int start, int end, String quote) {
    /**
     * The words that an anchor names.
     *
     * @param line the line's text; null when the session has no such line
     * @throws ProblemException {@code invalid_body} for words that the line does not have
     */
    static QuotedWords of(NewNoteAnchor anchor, @Nullable String line) {
        if (line == null) {
            throw ProblemException.invalidBody("/anchor/item_id", "this session has no such line");
        }
        int start = Objects.requireNonNullElse(anchor.start(), 0);
        int end = Objects.requireNonNullElse(anchor.end(), line.length());
        if (end > line.length()) {
            throw ProblemException.invalidBody("/anchor/end", "the line has " + line.length() + " characters");
        }
        if (start >= end) {
            throw ProblemException.invalidBody("/anchor/start", "must be before the end, which is " + end);
        }
        if (splits(line, start) || splits(line, end)) {
            throw ProblemException.invalidBody("/anchor", "must not begin or end in the middle of a character");
        }
        return new QuotedWords(anchor.itemId(), start, end, line.substring(start, end));
    }

    private static boolean splits(String line, int at) {
        return at > 0
                && at < line.length()
                && Character.isHighSurrogate(line.charAt(at - 1))
                && Character.isLowSurrogate(line.charAt(at));
    }

    /** Whether an anchor that is sent again names these words; the line may have been revised since. */
    boolean isNamedBy(NewNoteAnchor anchor) {
        return anchor.itemId().equals(itemId)
                && Objects.requireNonNullElse(anchor.start(), 0) == start
                && (anchor.end() == null || anchor.end() == end);
    }

    /**
     * Where the words stand in the line as it is now: at their place, else where they occur nearest to it.
     *
     * @param line null when the session has the line no more
     */
    NoteAnchor in(@Nullable String line) {
        int at = line == null ? -1 : nearest(line);
        return at < 0
                ? new NoteAnchor(itemId, quote, null, null, true)
                : new NoteAnchor(itemId, quote, at, at + quote.length(), false);
    }

    private int nearest(String line) {
        int nearest = -1;
        for (int at = line.indexOf(quote); at >= 0; at = line.indexOf(quote, at + 1)) {
            if (nearest < 0 || Math.abs(at - start) < Math.abs(nearest - start)) {
                nearest = at;
            }
        }
        return nearest;
    }
}
