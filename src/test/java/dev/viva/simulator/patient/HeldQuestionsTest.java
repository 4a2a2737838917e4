package dev.viva.simulator.patient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.content.ContentConfiguration;
import dev.viva.library.CaseLibrary;
import dev.viva.library.TestContent;
import dev.viva.realtime.CaseScript;
import dev.viva.simulator.patient.HeldQuestions.Held;
import dev.viva.simulator.patient.HeldQuestions.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How well the patient understands questions that nobody tuned on, in every shipped case. */
class HeldQuestionsTest {
    private static final CaseLibrary SHIPPED = CaseLibrary.load(ContentConfiguration.builtIn(), TestContent.SCHEMAS);
    private static final Map<String, String> TABLE = new ConcurrentSkipListMap<>();
    private static final Set<String> TALK = Set.of("smalltalk", "outside");

    static Stream<String> cases() {
        return SHIPPED.scenarios().stream().map(scenario -> scenario.scenarioId());
    }

    private static CaseScript script(String scenarioId) {
        String persona =
                SHIPPED.fitting(SHIPPED.scenario(scenarioId).orElseThrow()).getFirst();
        return SHIPPED.script(scenarioId + "/" + persona, LocalDate.of(2026, 11, 27))
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void understandsMostAndMisunderstandsFew(String scenarioId) {
        CaseScript script = script(scenarioId);
        var manners = Manners.in(
                "en", List.of(script.speaker().name(), script.speaker().preferredName()));
        var tally = new Tally();
        for (Held held : HeldQuestions.of(scenarioId).all()) {
            var hearing = new Hearing(() -> Ears.of(script), manners, held.phase());
            tally.add(held, HeldQuestions.judge(held, hearing.understand(held.line())));
        }

        TABLE.put(scenarioId, tally.row());
        assertThat(tally.share(Result.RIGHT, held -> !TALK.contains(held.kind())))
                .as("right%n%s", tally)
                .isGreaterThanOrEqualTo(MIN_RIGHT);
        assertThat(tally.share(Result.WRONG, held -> !TALK.contains(held.kind())))
                .as("wrong%n%s", tally)
                .isLessThanOrEqualTo(MAX_WRONG);
        assertThat(tally.share(Result.WRONG, held -> TALK.contains(held.kind())))
                .as("small talk answered%n%s", tally)
                .isLessThanOrEqualTo(MAX_TALK_ANSWERED);
    }

    /** Leaves the figures of all cases in target/held-questions.txt. */
    @AfterAll
    static void writeTable() throws IOException {
        String table = TABLE.entrySet().stream()
                .map(row -> "%-30s %s%n".formatted(row.getKey(), row.getValue()))
                .collect(Collectors.joining());
        Path file = Path.of("target/held-questions.txt");
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, table);
    }

    private static final double MIN_RIGHT = 0.70;
    private static final double MAX_WRONG = 0.09;
    private static final double MAX_TALK_ANSWERED = 0.17;

    @ParameterizedTest
    @MethodSource("cases")
    void answersTheFirstSentencesOfEveryEncounter(String scenarioId) {
        CaseScript script = script(scenarioId);
        var patient = new ScriptedPatient(reference -> Optional.of(script));

        assertThat(ask(patient, "Hello, my name is Priya and I'm a second-year physiotherapy student."))
                .isEqualTo(script.speaker().openingLine());
        assertThat(ask(patient, "Is it all right if I ask you some questions?")).startsWith("Yes");
        assertThat(ask(patient, "Can I check your name and date of birth?"))
                .contains(script.speaker().name())
                .containsPattern("(19|20)\\d\\d\\.");
        assertThat(ask(patient, "What should I call you?"))
                .startsWith(script.speaker().preferredName());
    }

    private static String ask(ScriptedPatient patient, String line) {
        return ((PatientReply.Spoken) patient.answer("Case reference: any/one\nPhase: subjective\n", Set.of(), line))
                .text();
    }
}
