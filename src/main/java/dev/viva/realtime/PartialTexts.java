package dev.viva.realtime;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lines that are being spoken, piece by piece. Bounded in number and length, for a line whose end never comes would
 * stay for ever. Used by one thread at a time.
 */
final class PartialTexts {
    private static final int MOST_LINES = 16;
    /** As long as a line of the contract. */
    private static final int LONGEST = 8_000;

    private final Map<String, StringBuilder> lines = new LinkedHashMap<>();

    /** The line so far. The provider's first piece may begin with a space, which the whole will not. */
    String add(String itemId, String piece) {
        StringBuilder line = lines.computeIfAbsent(itemId, id -> new StringBuilder());
        line.append(piece, 0, Math.min(piece.length(), LONGEST - line.length()));
        if (lines.size() > MOST_LINES) {
            lines.remove(lines.keySet().iterator().next());
        }
        return line.toString().stripLeading();
    }

    /** The line is known as a whole now, or never will be. */
    String forget(String itemId) {
        lines.remove(itemId);
        return itemId;
    }
}
