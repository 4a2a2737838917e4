package dev.viva.encounter;

import dev.viva.model.LastLine;
import dev.viva.model.Turn;
import java.text.BreakIterator;
import java.util.Locale;

/** A line as a board shows it: on one row, and short. */
final class BoardLine {
    /** With the sign that says so, when it is cut. */
    static final int MAX_LENGTH = 160;

    private static final String CUT = "…";

    private BoardLine() {}

    static LastLine of(Turn turn) {
        return new LastLine(turn.role(), turn.speaker(), cut(turn.text()), turn.createdAt());
    }

    /** Cuts after a word; within one where no word ends in time, but never within a character as it is seen. */
    static String cut(String text) {
        String row = text.replaceAll("\\s+", " ").strip();
        if (row.length() <= MAX_LENGTH) {
            return row.isEmpty() ? CUT : row;
        }
        int longest = MAX_LENGTH - CUT.length();
        int space = row.lastIndexOf(' ', longest);
        return row.substring(0, space > longest / 2 ? space : lastCharacter(row, longest)) + CUT;
    }

    private static int lastCharacter(String row, int end) {
        var characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(row);
        return characters.isBoundary(end) ? end : characters.preceding(end);
    }
}
