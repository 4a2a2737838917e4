package dev.viva.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.content.ContentConfiguration;
import dev.viva.library.CaseLibrary;
import dev.viva.library.TestContent;
import dev.viva.model.CaseMedia;
import dev.viva.model.ExaminationTopic;
import dev.viva.model.Scenario;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A student can reach everything that a shipped case holds. */
class FullRehearsalTest {
    private static final CaseLibrary LIBRARY = CaseLibrary.load(ContentConfiguration.builtIn(), TestContent.SCHEMAS);

    static Stream<String> cases() {
        return LIBRARY.scenarios().stream().map(Scenario::scenarioId);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void reachesEveryTopicAndEveryFindingOfEveryCase(String scenarioId) {
        String personaId =
                LIBRARY.fitting(LIBRARY.scenario(scenarioId).orElseThrow()).getFirst();
        var rehearsal = RehearseCommand.rehearsal(LIBRARY, LIBRARY.pair(scenarioId, personaId, null), null);

        Coverage coverage = new FullRehearsal(rehearsal).run();

        assertThat(coverage.missingTopics()).as("topics").isEmpty();
        assertThat(coverage.missingFindings()).as("findings").isEmpty();
    }

    /** What every finding is reached of, a test that must not be done aside, shows its document too. */
    @ParameterizedTest
    @MethodSource("cases")
    void showsEveryDocumentOfEveryCase(String scenarioId) {
        Scenario scenario = LIBRARY.scenario(scenarioId).orElseThrow();

        List<String> shown = scenario.objective().stream()
                .filter(topic -> topic.contraindication() == null)
                .map(ExaminationTopic::media)
                .filter(Objects::nonNull)
                .toList();

        assertThat(shown)
                .containsAll(Stream.ofNullable(scenario.media())
                        .flatMap(List::stream)
                        .map(CaseMedia::mediaId)
                        .toList());
    }

    @Test
    void countsWhatWasNotAskedFor() {
        var pair = LIBRARY.pair("knee-after-football", "hana-suzuki", null);
        var rehearsal = RehearseCommand.rehearsal(LIBRARY, pair, null);

        rehearsal.say("How did you get injured?");

        assertThat(rehearsal.coverage().missingTopics())
                .hasSize(pair.scenario().subjective().size() - 1)
                .doesNotContain("How it happened");
        assertThat(rehearsal.coverage().missingFindings()).contains("Lachman test, left", "Lachman test, right");
    }
}
