package dev.viva.debrief.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.library.TestContent;
import dev.viva.model.Phase;
import dev.viva.model.Role;
import dev.viva.model.Turn;
import dev.viva.model.TurnSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An answer that tells nothing earns no topic, and so screens no danger. */
class EvasionsTest {
    private static final Map<String, CaseIndex> INDEXES = new ConcurrentHashMap<>();
    private static final String KNEE = "knee-after-football/hana-suzuki";

    private record Labelled(String ofCase, String topic, String label, String question, String answer) {
        static Labelled of(String line) {
            String[] parts = line.split("\t", -1);
            return new Labelled(parts[0], parts[1], parts[2], parts[3], parts[4]);
        }
    }

    static Stream<Labelled> lines() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/debrief/answers.tsv")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(Labelled::of);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void countsWhatAnAnswerTells(Labelled line) {
        List<Telling> told = told(line.ofCase(), line.topic(), line.question(), line.answer());

        assertThat(!told.isEmpty() && told.getFirst().sure())
                .isEqualTo(line.label().equals("told"));
    }

    /** A relative speaks of the patient as of their relative. */
    @Test
    void whatARelativeSaysOfThePatientCounts() {
        assertThat(told(
                        "breathless-on-stairs/ruth-mensah/relative",
                        "Cough",
                        "Does your mother have a cough?",
                        "My mother has a cough every morning, with phlegm."))
                .isNotEmpty();
    }

    @Test
    void aQuestionThatIsNotAnsweredIsShownAsSuch() {
        var disclosures = disclosures(KNEE, "Have you had a fever?", "I don't know.");

        assertThat(disclosures.plainlyAsked(topic(KNEE, "Fever and feeling ill")))
                .isPresent();
    }

    private static List<Telling> told(String ofCase, String topic, String question, String answer) {
        return disclosures(ofCase, question, answer).of(topic(ofCase, topic));
    }

    private static Disclosures disclosures(String ofCase, String question, String answer) {
        List<Turn> lines = List.of(turn(1, Role.STUDENT, question), turn(2, Role.PATIENT, answer));
        return Disclosures.of(index(ofCase), Line.all(lines));
    }

    private static CaseIndex index(String ofCase) {
        return INDEXES.computeIfAbsent(ofCase, key -> {
            List<String> ids = List.of(key.split("/", -1));
            var pair = TestContent.SHIPPED.pair(ids.get(0), ids.get(1), ids.size() > 2 ? ids.get(2) : null);
            return CaseIndex.of(pair, TestContent.SHIPPED.questions());
        });
    }

    private static Topic topic(String ofCase, String title) {
        return index(ofCase).topics().stream()
                .filter(topic -> topic.isItem() && topic.title().equals(title))
                .findFirst()
                .orElseThrow();
    }

    private static Turn turn(long seq, Role role, String text) {
        Instant at = Instant.parse("2026-11-02T10:00:00Z").plusSeconds(5 * seq);
        return new Turn(
                seq,
                "item_" + seq,
                role,
                null,
                Phase.SUBJECTIVE,
                text,
                TurnSource.PROVIDER,
                false,
                null,
                null,
                null,
                null,
                at,
                null,
                at,
                null);
    }
}
