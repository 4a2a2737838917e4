package dev.viva.debrief.measure;

import dev.viva.debrief.evidence.Disclosures;
import dev.viva.model.Measure;
import dev.viva.model.Turn;
import java.util.List;
import java.util.stream.Stream;

/** The figures about a conversation. DEBRIEF.md defines each. */
public final class Measures {
    private Measures() {}

    /**
     * @param lines in reading order
     * @param disclosures what they show, and how they ask
     */
    public static List<Measure> of(List<Turn> lines, Disclosures disclosures) {
        return Stream.of(Asked.of(lines, disclosures), Talk.of(lines), Interruptions.of(lines), Pace.of(lines))
                .flatMap(measures -> measures)
                .toList();
    }

    /**
     * The unexplained words of the trade.
     *
     * @param replies what the patient of the case may say
     */
    public static Measure jargon(List<Turn> lines, List<String> replies) {
        return Jargon.of(lines, replies);
    }
}
