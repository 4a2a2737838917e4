package dev.viva.debrief.evidence;

import dev.viva.debrief.interviews.Interview;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How well disclosures are found in labelled interviews: history topics of the case, and what the patient keeps back. */
final class DisclosureScore {
    private int right;
    private int wrong;
    private int missed;
    private int sameWay;
    final List<String> mistakes = new ArrayList<>();

    static DisclosureScore of(List<Interview> interviews) {
        var score = new DisclosureScore();
        interviews.forEach(score::add);
        return score;
    }

    /** The score of all of them together. */
    static DisclosureScore sum(Collection<DisclosureScore> scores) {
        var sum = new DisclosureScore();
        for (DisclosureScore score : scores) {
            sum.right += score.right;
            sum.wrong += score.wrong;
            sum.missed += score.missed;
            sum.sameWay += score.sameWay;
            sum.mistakes.addAll(score.mistakes);
        }
        return sum;
    }

    private void add(Interview interview) {
        CaseIndex index = interview.index();
        var evidence = Disclosures.of(index, Line.all(interview.lines()));
        var labels = interview.history();
        for (Topic topic : index.topics()) {
            if (topic.part() == Topic.Part.HISTORY || topic.part() == Topic.Part.HIDDEN) {
                String name = topic.part() == Topic.Part.HIDDEN ? topic.id() : topic.title();
                add(interview.id(), name, evidence.of(topic), labels.get(name));
            }
        }
    }

    private void add(String interview, String topic, List<Telling> found, Interview.@Nullable Label label) {
        boolean told = !found.isEmpty() && found.getFirst().sure();
        if (!told) {
            if (label != null && label.told()) {
                missed++;
                mistakes.add("missed " + interview + " " + topic + " " + label.lines());
            }
            return;
        }
        String line = found.getFirst().exchange().answer().turn().itemId();
        if (label != null && label.lines().contains(line)) {
            right++;
            boolean elicited = found.getFirst().asking() != null;
            sameWay += elicited == label.result().equals("elicited") ? 1 : 0;
            if (elicited != label.result().equals("elicited")) {
                mistakes.add("way " + interview + " " + topic + " " + line + " is " + label.result());
            }
        } else {
            wrong++;
            mistakes.add("wrong " + interview + " " + topic + " " + line);
        }
    }

    double precision() {
        return right / (double) (right + wrong);
    }

    double recall() {
        return right / (double) (right + missed);
    }

    @Override
    public String toString() {
        return "precision %.3f, recall %.3f of %d told; elicited or volunteered as labelled: %d of %d"
                .formatted(precision(), recall(), right + missed, sameWay, right);
    }
}
