package dev.viva.debrief.evidence;

import dev.viva.debrief.language.Span;
import dev.viva.model.Evidence;
import dev.viva.model.LineMark;
import dev.viva.model.Turn;
import java.util.ArrayList;
import java.util.List;

/** Parts of lines as evidence. Every quote is made here, so that each is what its line says. */
public final class Quotes {
    private Quotes() {}

    /** A part of a line, with the marks of the line. */
    public static Evidence of(Turn line, Span part) {
        List<LineMark> marks = marks(line);
        return new Evidence(
                line.itemId(),
                line.role(),
                part.of(line.text()),
                part.start(),
                part.end(),
                marks.isEmpty() ? null : marks);
    }

    /** A whole line. */
    public static Evidence of(Turn line) {
        return of(line, Span.all(line.text()));
    }

    private static List<LineMark> marks(Turn line) {
        List<LineMark> marks = new ArrayList<>();
        if (Boolean.TRUE.equals(line.late())) {
            marks.add(LineMark.LATE);
        }
        if (Boolean.TRUE.equals(line.interrupted())) {
            marks.add(LineMark.INTERRUPTED);
        }
        if (Boolean.TRUE.equals(line.unconfirmed())) {
            marks.add(LineMark.UNCONFIRMED);
        }
        if (Boolean.TRUE.equals(line.revised())) {
            marks.add(LineMark.REVISED);
        }
        return marks;
    }
}
