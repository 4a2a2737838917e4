package dev.viva.debrief.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.debrief.evidence.CaseIndex;
import dev.viva.debrief.evidence.Disclosures;
import dev.viva.debrief.evidence.Line;
import dev.viva.debrief.interviews.Interview;
import dev.viva.library.TestContent;
import dev.viva.model.FidelityKind;
import dev.viva.model.FidelityNote;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FidelityCheckTest {
    /** What the checks found of what a person planted. */
    private static final class Score {
        private int seeds;
        private int found;
        private int inventions;
        private int inventionsFound;
        private int lines;
        private int alarms;

        void add(Interview interview) {
            var pair = interview.pair();
            var index = CaseIndex.of(pair, TestContent.SHIPPED.questions());
            var fidelity =
                    FidelityCheck.of(new Knowledge(pair), index, Disclosures.of(index, Line.all(interview.lines())));
            Set<String> noted = fidelity.notes().stream()
                    .filter(note -> note.kind() != FidelityKind.WITHHELD)
                    .map(FidelityNote::evidence)
                    .map(evidence -> evidence.itemId())
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> planted = new TreeSet<>();
            for (JsonNode seed : interview.labels().get("fidelity")) {
                String item = seed.get("item_id").asText();
                planted.add(item);
                boolean invented = seed.get("kind").asText().equals("invented");
                seeds++;
                inventions += invented ? 1 : 0;
                if (noted.contains(item)) {
                    found++;
                    inventionsFound += invented ? 1 : 0;
                }
            }
            lines += fidelity.patientLines();
            noted.removeAll(planted);
            alarms += noted.size();
        }

        @Override
        public String toString() {
            return "inventions %d of %d, all seeds %d of %d, false alarms %d in %d lines"
                    .formatted(inventionsFound, inventions, found, seeds, alarms, lines);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tuning, 16, 3, 24",
        "held, 16, 2, 22",
        "third, 21, 2, 35",
        "fourth, 33, 11, 53",
        "fifth, 33, 11, 45",
        "sixth, 39, 7, 47",
        "seventh, 38, 2, 49",
        "eighth, 42, 2, 64",
        "ninth, 46, 9, 74",
        "tenth, 45, 13, 63",
        "eleventh, 45, 4, 65",
        "twelfth, 51, 7, 82",
        "thirteenth, 39, 5, 64",
        "fourteenth, 50, 9, 81",
        "fifteenth, 46, 8, 70",
        "sixteenth, 39, 4, 66",
        "seventeenth, 41, 1, 63"
    })
    void findsWhatThePatientInvented(String set, int inventions, int alarmsAtMost, int withOtherFaults) {
        var score = new Score();
        Interview.of(set).forEach(score::add);
        System.out.println(set + ": " + score);
        assertThat(score.inventionsFound).as(score.toString()).isGreaterThanOrEqualTo(inventions);
        assertThat(score.found).as(score.toString()).isGreaterThanOrEqualTo(withOtherFaults);
        assertThat(score.alarms).as(score.toString()).isLessThanOrEqualTo(alarmsAtMost);
    }
}
