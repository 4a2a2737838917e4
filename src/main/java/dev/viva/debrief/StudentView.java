package dev.viva.debrief;

import dev.viva.model.Debrief;
import dev.viva.model.DebriefItem;
import dev.viva.model.DebriefKind;
import dev.viva.model.DebriefResult;
import dev.viva.model.Measure;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What of a debrief a student sees: without the answers only what the encounter itself has shown. A title of the case
 * appears only when the patient told it or the student did it.
 */
final class StudentView {
    /** They say of themselves what the student did, and nothing of the case. */
    private static final Set<DebriefKind> OF_EVERY_CASE = EnumSet.of(DebriefKind.GATE, DebriefKind.COMMUNICATION);

    private static final Set<DebriefKind> OF_THE_CASE = EnumSet.of(DebriefKind.HISTORY, DebriefKind.EXAMINATION);

    private StudentView() {}

    static Debrief of(Debrief whole, boolean answers) {
        List<DebriefItem> items = answers
                ? whole.items()
                : whole.items().stream().filter(StudentView::isShown).toList();
        List<Measure> measures = answers
                ? whole.measures()
                : whole.measures().stream()
                        .filter(measure -> !CaseMeasures.FOR_FACULTY.contains(measure.id()))
                        .toList();
        return new Debrief(
                whole.sessionId(),
                whole.transcriptDigest(),
                whole.caseDigest(),
                whole.rules(),
                whole.rulesDigest(),
                whole.complete(),
                answers,
                answers ? null : whole.items().size() - items.size(),
                items,
                measures,
                null,
                Limits.shown(whole.limits(), items));
    }

    private static boolean isShown(DebriefItem item) {
        return OF_EVERY_CASE.contains(item.kind())
                || OF_THE_CASE.contains(item.kind()) && item.result() == DebriefResult.MET;
    }
}
