package dev.viva.patient;

import static dev.viva.library.TestContent.SHIPPED;
import static dev.viva.patient.Occasions.ALONE;
import static dev.viva.patient.Occasions.SIDEBAND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.model.Phase;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the voice is told when it plays another person than the patient. */
class RoleInstructionsTest {
    private final CasePair wife = SHIPPED.pair("four-months-after", "stanley-baptiste", "wife");
    private final String text = Instructions.compose(wife, Phase.SUBJECTIVE, SIDEBAND);

    @Test
    void nameTheRoleInTheReference() {
        assertThat(text).startsWith("Case reference: four-months-after/stanley-baptiste/wife\n");
    }

    @Test
    void playThePersonUnderTheirOwnNameWithTheirOwnOpening() {
        assertThat(text)
                .contains(
                        "- You are Gloria (Wife and carer). You are not the patient. The patient is Stanley Baptiste.")
                .contains("begin with: \"Good morning, I'm Gloria, his wife.")
                .doesNotContain("a patient", wife.scenario().openingLine());
    }

    @Test
    void tellWhatThePersonKnowsAndNothingElse() {
        var role = Objects.requireNonNull(wife.role());
        var known = Objects.requireNonNull(role.knows());

        assertThat(known).isNotEmpty();
        assertThat(wife.scenario().subjective()).allSatisfy(topic -> {
            if (known.contains(topic.topic())) {
                assertThat(text).contains("- " + topic.topic() + ": " + Section.line(topic.reply()));
            } else {
                assertThat(text).doesNotContain(Section.line(topic.reply()));
            }
        });
    }

    @Test
    void keepThePatientsManner() {
        assertThat(text)
                .doesNotContain(Section.line(wife.persona().speechStyle()))
                .doesNotContain(Section.line(wife.persona().background()))
                .doesNotContain("What you keep back");
    }

    @Test
    void holdNoFindingAndNoPlanEvenWithoutASideband() {
        for (Phase phase : Phase.values()) {
            String alone = Instructions.compose(wife, phase, ALONE);
            assertThat(wife.scenario().objective())
                    .allSatisfy(topic -> assertThat(alone)
                            .doesNotContain(topic.results().getFirst().finding()));
            assertThat(alone)
                    .doesNotContain(Section.line(wife.scenario().treatmentPlan().patientHopes()));
        }
    }

    @Test
    void letAnInterpreterSayWhatThePatientSays() {
        var interpreter = SHIPPED.pair("back-since-the-move", "amina-warsame", "interpreter");
        String interpreted = Instructions.compose(interpreter, Phase.OBJECTIVE, SIDEBAND);

        assertThat(interpreted)
                .contains("say in the first person what the patient answers", "Amina Warsame. You interpret.")
                .doesNotContain("has to ask the patient", "You always answer in", "You watch.");
        assertThat(text).contains("has to ask the patient").doesNotContain("You interpret");
    }

    @Test
    void giveAnInterpreterAllThatThePatientTells() {
        var interpreter = SHIPPED.pair("back-since-the-move", "amina-warsame", "interpreter");
        String interpreted = Instructions.compose(interpreter, Phase.SUBJECTIVE, SIDEBAND);

        assertThat(interpreter.scenario().subjective())
                .allSatisfy(topic -> assertThat(interpreted).contains(Section.line(topic.reply())));
        assertThat(interpreted)
                .contains(
                        "- Mood (only when the student has shown understanding",
                        Section.line(interpreter.persona().medicalBaseline().allergies()))
                .doesNotContain(
                        Section.line(interpreter.persona().medicalBaseline().medicines()));
    }

    @Test
    void areShort() {
        var patient = new CasePair(wife.persona(), wife.scenario(), null);

        assertThat(text.length())
                .isLessThan(Instructions.compose(patient, Phase.SUBJECTIVE, SIDEBAND)
                                .length()
                        * 2
                        / 3);
    }

    @Test
    void leaveAnExaminationToThePatient() {
        assertThat(Instructions.compose(wife, Phase.OBJECTIVE, SIDEBAND))
                .contains("Phase: objective\n- The student examines Stanley Baptiste. You watch.")
                .doesNotContain("function");
    }
}
