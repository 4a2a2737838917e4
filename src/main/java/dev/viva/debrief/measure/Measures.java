package dev.viva.debrief.measure;

import dev.viva.model.Measure;
import dev.viva.model.Turn;
import java.util.List;
import java.util.stream.Stream;

/** The figures about a conversation. DEBRIEF.md defines each. */
public final class Measures {
    private Measures() {}

    /** @param lines in reading order */
    public static List<Measure> of(List<Turn> lines) {
        return Stream.of(Asked.of(lines), Talk.of(lines), Interruptions.of(lines), Pace.of(lines))
                .flatMap(measures -> measures)
                .toList();
    }

    /** The unexplained words of the trade. */
    public static Measure jargon(List<Turn> lines) {
        return Jargon.of(lines);
    }
}
