package dev.viva.debrief.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.debrief.evidence.CaseIndex;
import dev.viva.debrief.evidence.Disclosures;
import dev.viva.debrief.evidence.Line;
import dev.viva.debrief.interviews.Interview;
import dev.viva.model.FidelityKind;
import dev.viva.model.FidelityNote;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FidelityCheckTest {
    /** By the pair's reference. Preparing it takes longer than an interview, and many interviews are about one pair. */
    private static final Map<String, Knowledge> KNOWLEDGE = new ConcurrentHashMap<>();

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
            CaseIndex index = interview.index();
            var knowledge = KNOWLEDGE.computeIfAbsent(pair.reference(), reference -> new Knowledge(pair));
            var fidelity = FidelityCheck.of(knowledge, index, Disclosures.of(index, Line.all(interview.lines())));
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
        "tuning, 16, 9, 24",
        "held, 16, 8, 22",
        "third, 22, 6, 41",
        "fourth, 34, 13, 53",
        "fifth, 33, 11, 44",
        "sixth, 38, 9, 46",
        "seventh, 38, 3, 49",
        "eighth, 41, 2, 64",
        "ninth, 45, 7, 71",
        "tenth, 45, 12, 61",
        "eleventh, 50, 4, 72",
        "twelfth, 51, 5, 81",
        "thirteenth, 50, 11, 80",
        "fourteenth, 50, 4, 78",
        "fifteenth, 49, 4, 72",
        "sixteenth, 43, 3, 69",
        "seventeenth, 47, 2, 73",
        "eighteenth, 76, 4, 93",
        "nineteenth, 72, 4, 84",
        "twentieth, 73, 4, 84",
        "twenty-first, 76, 3, 88",
        "twenty-second, 78, 2, 96",
        "twenty-third, 76, 1, 87",
        "twenty-fourth, 48, 7, 64",
        "twenty-fifth, 48, 7, 68",
        "twenty-sixth, 52, 10, 72",
        "twenty-seventh, 45, 3, 61"
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
