package dev.viva.debrief;

import dev.viva.model.DebriefItem;
import dev.viva.model.DebriefResult;
import dev.viva.model.Evidence;
import dev.viva.model.LineMark;
import dev.viva.model.Turn;
import dev.viva.patient.CasePair;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What a debrief cannot know, in sentences. */
final class Limits {
    private static final String ON_MARKED = " on lines with such marks alone.";

    private Limits() {}

    static List<String> of(Conversation conversation, CasePair pair, List<DebriefItem> items) {
        List<String> limits = new ArrayList<>();
        limits.add("The rules are for English. They are not sure of a patient who paraphrases far from the case.");
        limits.add("A person decides every rating; proposals count for nothing until somebody confirms them.");
        if (!pair.tellsAll()) {
            limits.add("Somebody spoke in place of the patient: only what this person knows is an item of the history,"
                    + " and a danger that they cannot tell of does not apply.");
        }
        List<Turn> lines = conversation.lines();
        addCount(limits, lines, Turn::late, "arrived after the end of the session.");
        addCount(
                limits,
                lines,
                line -> Boolean.TRUE.equals(line.interrupted()),
                "was interrupted and may contain more than was heard.");
        addCount(
                limits,
                lines,
                line -> Boolean.TRUE.equals(line.unconfirmed()),
                "was relayed by a client and not reported by the provider.");
        return shown(limits, items);
    }

    /** The limits as a reader sees them: only the items that they see are counted. */
    static List<String> shown(List<String> limits, List<DebriefItem> items) {
        List<String> shown = new ArrayList<>(limits);
        shown.removeIf(limit -> limit.endsWith(ON_MARKED));
        long marked = items.stream().filter(Limits::restsOnMarked).count();
        if (marked > 0) {
            shown.add(marked + (marked == 1 ? " item that is met rests" : " items that are met rest") + ON_MARKED);
        }
        return List.copyOf(shown);
    }

    private static void addCount(List<String> limits, List<Turn> lines, Predicate<Turn> marked, String what) {
        long count = lines.stream().filter(marked).count();
        if (count > 0) {
            limits.add(count == 1 ? "One line " + what : count + " lines: each " + what);
        }
    }

    private static boolean restsOnMarked(DebriefItem item) {
        return item.result() == DebriefResult.MET && item.evidence().stream().allMatch(Limits::isMarked);
    }

    private static boolean isMarked(Evidence evidence) {
        List<LineMark> marks = evidence.marks();
        return marks != null && marks.stream().anyMatch(mark -> mark != LineMark.REVISED);
    }
}
