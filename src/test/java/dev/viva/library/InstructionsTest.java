package dev.viva.library;

import static dev.viva.library.TestContent.SHIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.model.ExaminationResult;
import dev.viva.model.Phase;
import dev.viva.model.Scenario;
import dev.viva.patient.CasePair;
import dev.viva.patient.Instructions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class InstructionsTest {
    private final CasePair pair = SHIPPED.pair("knee-after-football", "hana-suzuki", null);

    @ParameterizedTest
    @EnumSource(Phase.class)
    void beginWithTheCaseAndThePhase(Phase phase) {
        assertThat(Instructions.compose(pair, phase, "en", "en").lines().limit(2))
                .containsExactly("Case reference: knee-after-football/hana-suzuki", "Phase: " + phase);
    }

    @Test
    void haveTheirPartsInOrder() {
        assertThat(Instructions.compose(pair, Phase.SUBJECTIVE, "en", "en")
                        .lines()
                        .filter(line -> line.startsWith("# ")))
                .containsExactly(
                        "# Who the patient is",
                        "# Your part",
                        "# Rules",
                        "# Language",
                        "# Where the encounter stands",
                        "# The situation",
                        "# History: what you tell when you are asked",
                        "# Examination: what is found when it is tested",
                        "# When treatment is discussed");
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void containTheWholeCatalogueIfPhasesCannotBePushed(Phase phase) {
        String text = Instructions.compose(pair, phase, null, null);
        Scenario scenario = pair.scenario();

        assertThat(scenario.subjective())
                .allSatisfy(
                        item -> assertThat(text).contains("- " + item.topic()).contains(": " + item.reply() + "\n"));
        assertThat(scenario.objective().stream().flatMap(topic -> topic.results().stream()))
                .allSatisfy(
                        result -> assertThat(text).contains(result.finding()).contains(result.reply()));
    }

    /** Shows every change of the instructions in full text. */
    @ParameterizedTest
    @EnumSource(Phase.class)
    void matchTheRecordedTextOfEachPhase(Phase phase, @TempDir Path folder) throws IOException {
        CasePair small = TestContent.load(TestContent.writeTo(folder)).pair("sore-wrist", "ada-king", null);

        assertThat(Instructions.composeForPhase(small, phase, "en", "en"))
                .isEqualTo(Files.readString(Path.of("src/test/resources/instructions/" + phase + ".txt")));
    }

    @ParameterizedTest
    @MethodSource("dev.viva.library.ShippedPairs#all")
    void containNoLaterPhaseIfPhasesCanBePushed(CasePair shipped) {
        Scenario scenario = shipped.scenario();
        var plan = List.of(
                scenario.treatmentPlan().patientHopes(),
                scenario.treatmentPlan().patientWorries());
        var findings = scenario.objective().stream()
                .flatMap(topic -> topic.results().stream())
                .map(ExaminationResult::finding)
                .toList();

        assertThat(Instructions.composeForPhase(shipped, Phase.SUBJECTIVE, "en", "en"))
                .contains(scenario.subjective().getFirst().reply())
                .doesNotContain(findings)
                .doesNotContain(plan);
        assertThat(Instructions.composeForPhase(shipped, Phase.OBJECTIVE, "en", "en"))
                .contains(scenario.subjective().getFirst().reply())
                .contains(findings)
                .doesNotContain(plan);
        assertThat(Instructions.composeForPhase(shipped, Phase.TREATMENT_PLAN, "en", "en"))
                .isEqualTo(Instructions.compose(shipped, Phase.TREATMENT_PLAN, "en", "en"));
    }

    @Test
    void markOnlyVolunteeredFindings() {
        assertThat(Instructions.compose(pair, Phase.SUBJECTIVE, "en", "en")
                        .lines()
                        .filter(l -> l.contains(" [volunteered]: ")))
                .singleElement()
                .asString()
                .startsWith("- Main problem");
    }

    @Test
    void explainEachPhase() {
        assertThat(Instructions.compose(pair, Phase.SUBJECTIVE, "en", "en"))
                .contains("The student takes your history.");
        assertThat(Instructions.compose(pair, Phase.OBJECTIVE, "en", "en")).contains("The student examines you.");
        assertThat(Instructions.compose(pair, Phase.TREATMENT_PLAN, "en", "en")).contains("proposes what to do.");
    }

    @Test
    void nameTheLanguagesOrThePatientsOwn() {
        assertThat(Instructions.compose(pair, Phase.SUBJECTIVE, "de", "ja"))
                .contains("The student speaks German (de). You always answer in Japanese (ja)");
        assertThat(Instructions.compose(pair, Phase.SUBJECTIVE, null, null))
                .contains("The student speaks English (en). You always answer in English (en)");
    }

    @Test
    void letTheVoicePlayAnotherPerson() {
        CasePair withRole = SHIPPED.pair("knee-after-football", "hana-suzuki", "team-mate");

        assertThat(Instructions.compose(withRole, Phase.SUBJECTIVE, "en", "en"))
                .contains("You are not the patient. You are with Hana Suzuki and play: Team-mate who saw it happen.")
                .doesNotContain("You are Hana Suzuki, a patient.");
    }

    @ParameterizedTest
    @MethodSource("dev.viva.library.ShippedPairs#all")
    void fitTheVoiceModelsWindow(CasePair pair) {
        for (Phase phase : Phase.values()) {
            assertThat(Instructions.estimatedTokens(Instructions.compose(pair, phase, "en", "en")))
                    .isLessThanOrEqualTo(12_000);
        }
    }
}
