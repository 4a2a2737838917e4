package dev.viva.debrief.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.debrief.evidence.CaseIndex;
import dev.viva.debrief.evidence.Disclosures;
import dev.viva.debrief.evidence.Exchange;
import dev.viva.debrief.evidence.Line;
import dev.viva.debrief.interviews.Interview;
import dev.viva.model.FidelityKind;
import dev.viva.model.FidelityNote;
import dev.viva.model.Phase;
import dev.viva.model.Role;
import dev.viva.model.Turn;
import dev.viva.model.TurnSource;
import dev.viva.patient.CasePair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Single sentences, said by the patients of thirteen cases: what no case holds is noted, what reports nothing is not. */
class ProbesTest {
    private static final Path FOLDER = Path.of("src/test/resources/debrief/probes");
    private static final Instant AT = Instant.parse("2026-11-02T10:00:00Z");
    private static final List<CasePair> PAIRS =
            Interview.of("fourth").stream().map(Interview::pair).toList();
    private static final List<CaseIndex> CASES =
            Interview.of("fourth").stream().map(Interview::index).toList();
    private static final List<Knowledge> KNOWLEDGE =
            PAIRS.stream().map(Knowledge::new).toList();

    @ParameterizedTest
    @CsvSource({"inventions.txt, 0.91", "claims.txt, 0.80", "everyday-claims.txt, 0.74", "plain-claims.txt, 0.68"})
    void notesMostInventions(String file, double atLeast) throws IOException {
        assertThat(noted(file)).isGreaterThanOrEqualTo(atLeast);
    }

    /** Some of them a case does deny. */
    @ParameterizedTest
    @CsvSource({"harmless.txt, 0.04", "talk.txt, 0.07", "everyday-talk.txt, 0.07", "plain-talk.txt, 0.08"})
    void notesHardlyAnythingHarmless(String file, double atMost) throws IOException {
        assertThat(noted(file)).isLessThanOrEqualTo(atMost);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Six days ago, and since Monday my left ear has been ringing.",
                "Six days ago. And since Monday my left ear has been ringing.",
                "Six days ago, and my left ear has been ringing since, is that usual?"
            })
    void notesWhatAnAnswerAddsToTheTruth(String text) {
        for (int i = 0; i < CASES.size(); i++) {
            assertThat(answering(i, text))
                    .as(PAIRS.get(i).scenario().scenarioId())
                    .extracting(FidelityNote::kind)
                    .contains(FidelityKind.INVENTED);
        }
    }

    @Test
    void notesAnAddedFindingThatTheCaseDenies() {
        int knee = IntStream.range(0, PAIRS.size())
                .filter(i -> PAIRS.get(i).scenario().scenarioId().equals("knee-after-football"))
                .findFirst()
                .orElseThrow();
        assertThat(answering(knee, "Six days ago, and since Monday I have a fever of 39 degrees."))
                .extracting(FidelityNote::kind)
                .contains(FidelityKind.CONTRADICTED);
    }

    private static List<FidelityNote> answering(int number, String text) {
        List<Turn> lines =
                List.of(turn("s1", Role.STUDENT, "When did it start?", null), turn("p1", Role.PATIENT, text, "s1"));
        return notes(number, Disclosures.of(CASES.get(number), Line.all(lines)));
    }

    /** The share of all pairs of sentence and case that have a note. */
    private static double noted(String file) throws IOException {
        int all = 0;
        int noted = 0;
        for (String sentence : Files.readAllLines(FOLDER.resolve(file))) {
            if (!sentence.startsWith("#")) {
                List<Exchange> exchange = Exchange.of(List.of(Line.of(turn("p1", Role.PATIENT, sentence, null))));
                var nothingTold = new Disclosures(exchange, List.of(), List.of(), Map.of());
                for (int i = 0; i < CASES.size(); i++) {
                    all++;
                    noted += notes(i, nothingTold).isEmpty() ? 0 : 1;
                }
            }
        }
        System.out.printf("%s: %d of %d%n", file, noted, all);
        return noted / (double) all;
    }

    private static List<FidelityNote> notes(int number, Disclosures disclosures) {
        return FidelityCheck.of(KNOWLEDGE.get(number), CASES.get(number), disclosures).notes().stream()
                .filter(note -> note.kind() != FidelityKind.WITHHELD)
                .toList();
    }

    static Turn turn(String id, Role role, String text, @Nullable String previous) {
        return new Turn(
                1L,
                id,
                role,
                null,
                Phase.SUBJECTIVE,
                text,
                TurnSource.PROVIDER,
                false,
                null,
                null,
                null,
                previous,
                AT,
                null,
                AT,
                null);
    }
}
