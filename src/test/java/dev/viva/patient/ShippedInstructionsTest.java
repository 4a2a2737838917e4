package dev.viva.patient;

import static dev.viva.patient.Occasions.ALONE;
import static dev.viva.patient.Occasions.SIDEBAND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.model.ExaminationTopic;
import dev.viva.model.HistoryTopic;
import dev.viva.model.Phase;
import dev.viva.model.PlanReaction;
import dev.viva.model.Scenario;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of each shipped pair and role. {@code AnswersStayWithFacultyTest} has what faculty alone may read. */
class ShippedInstructionsTest {
    /** Shorter texts, such as "No tenderness", stand in several places. */
    private static final int UNMISTAKABLE = 25;

    @ParameterizedTest
    @MethodSource("dev.viva.library.ShippedPairs#all")
    void fitTheVoiceModelsWindow(CasePair pair) {
        for (Phase phase : Phase.values()) {
            assertThat(List.of(Instructions.compose(pair, phase, SIDEBAND), Instructions.compose(pair, phase, ALONE)))
                    .allSatisfy(text ->
                            assertThat(Instructions.estimatedTokens(text)).isBetween(500, Instructions.MAX_TOKENS));
        }
        assertThat(Instructions.whole(pair).length())
                .isGreaterThanOrEqualTo(
                        Instructions.compose(pair, Phase.SUBJECTIVE, SIDEBAND).length());
    }

    @ParameterizedTest
    @MethodSource("dev.viva.library.ShippedPairs#all")
    void holdNoFindingWhileThereIsASideband(CasePair pair) {
        List<String> findings = unmistakable(pair.scenario().objective().stream()
                .flatMap(topic -> topic.results().stream())
                .flatMap(result -> Stream.of(result.finding(), result.reply())));

        assertThat(findings).isNotEmpty();
        for (Phase phase : Phase.values()) {
            assertThat(Instructions.compose(pair, phase, SIDEBAND)).doesNotContain(findings);
        }
    }

    /** The voice would take them for words of its own. The first of a proposal is marked as the student's. */
    @ParameterizedTest
    @MethodSource("dev.viva.library.ShippedPairs#all")
    void holdNoWordsOfAStudent(CasePair pair) {
        Scenario scenario = pair.scenario();
        List<PlanReaction> reactions =
                Objects.requireNonNullElse(scenario.treatmentPlan().reactions(), List.of());
        List<String> students = unmistakable(Stream.of(
                        scenario.subjective().stream().map(HistoryTopic::examples),
                        scenario.objective().stream().map(ExaminationTopic::examples),
                        reactions.stream().map(ShippedInstructionsTest::furtherExamples))
                .flatMap(examples -> examples)
                .flatMap(ShippedInstructionsTest::texts));

        assertThat(students).isNotEmpty();
        for (Phase phase : Phase.values()) {
            assertThat(Instructions.compose(pair, phase, ALONE)).doesNotContain(students);
        }
    }

    private static List<String> furtherExamples(PlanReaction reaction) {
        return reaction.examples().stream().skip(1).toList();
    }

    private static Stream<String> texts(@Nullable Collection<String> texts) {
        return texts == null ? Stream.of() : texts.stream();
    }

    private static List<String> unmistakable(Stream<String> texts) {
        return texts.filter(text -> text.length() >= UNMISTAKABLE).toList();
    }
}
