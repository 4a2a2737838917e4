package dev.viva.simulator.patient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.realtime.CaseScript;
import java.util.List;
import org.junit.jupiter.api.Test;

class RehearsedPatientTest {
    private static final String NO = "No, nothing like that.";
    private static final CaseScript SCRIPT = Scripts.script(
            "en",
            Scripts.GREETING,
            List.of(
                    Scripts.topic("numbness", NO, "pins and needles", "is anything numb"),
                    Scripts.topic("bladder", NO, "trouble with your bladder", "trouble passing water"),
                    Scripts.topic("allergies", Scripts.ALLERGIES, "allergic to anything")),
            List.of());

    private final RehearsedPatient patient = new RehearsedPatient(SCRIPT);

    @Test
    void tellsWhichOfTwoTopicsWithTheSameReplyWasAskedFor() {
        assertThat(topics("Have you had trouble with your bladder?")).containsExactly("bladder");
        assertThat(topics("Any pins and needles?")).containsExactly("numbness");
        assertThat(topics("Are you allergic to anything?")).containsExactly("allergies");
    }

    @Test
    void namesBothWhenTheReplyIsOnlyRepeated() {
        topics("Have you had trouble with your bladder?");

        assertThat(topics("Could you say that again, please?")).containsExactly("numbness", "bladder");
    }

    private List<String> topics(String line) {
        return patient.answer("subjective", line).topics();
    }
}
