package dev.viva.debrief;

import dev.viva.debrief.evidence.CaseTopics;
import dev.viva.debrief.evidence.Likeness;
import dev.viva.debrief.evidence.Line;
import dev.viva.debrief.evidence.Passage;
import dev.viva.debrief.evidence.Quotes;
import dev.viva.model.DebriefBasis;
import dev.viva.model.DebriefItem;
import dev.viva.model.DebriefKind;
import dev.viva.model.DebriefResult;
import dev.viva.model.Evidence;
import dev.viva.model.Phase;
import java.util.ArrayList;
import java.util.List;

/**
 * What a good plan contains, each with the student's sentence that may say it. These are proposals: students' words vary
 * too much for a rule to decide.
 */
final class PlanItems {
    /** From here on a sentence is worth a look, in per mille. */
    private static final int WORTH_A_LOOK = 480;

    private PlanItems() {}

    static List<DebriefItem> of(List<String> expected, List<Line> lines) {
        if (expected.isEmpty()) {
            return List.of();
        }
        var likeness = new Likeness(expected);
        int[] best = new int[expected.size()];
        Evidence[] quotes = new Evidence[expected.size()];
        for (Line line : lines) {
            if (line.isStudents() && line.turn().phase() == Phase.TREATMENT_PLAN) {
                for (Passage sentence : line.sentences()) {
                    int[] alike = likeness.of(sentence);
                    for (int i = 0; i < alike.length; i++) {
                        if (alike[i] >= WORTH_A_LOOK && alike[i] > best[i]) {
                            best[i] = alike[i];
                            quotes[i] = Quotes.of(line.turn(), sentence.span());
                        }
                    }
                }
            }
        }
        List<DebriefItem> items = new ArrayList<>();
        for (int i = 0; i < best.length; i++) {
            items.add(item(i + 1, expected.get(i), best[i], quotes[i] == null ? List.of() : List.of(quotes[i])));
        }
        return items;
    }

    private static DebriefItem item(int number, String expected, int alike, List<Evidence> quotes) {
        return new DebriefItem(
                "plan/" + number + "-" + CaseTopics.slug(expected.substring(0, Math.min(40, expected.length()))),
                DebriefKind.PLAN,
                expected,
                quotes.isEmpty() ? DebriefResult.NOT_MET : DebriefResult.UNCLEAR,
                null,
                null,
                DebriefBasis.PROPOSAL,
                quotes.isEmpty() ? null : alike / 10,
                quotes,
                null,
                null);
    }
}
