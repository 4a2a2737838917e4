package dev.viva.simulator.patient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.realtime.CaseScript;
import dev.viva.realtime.SimulatorFactory.OfflinePatient;
import java.util.List;
import java.util.stream.Stream;
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

    @Test
    void tellsOnlyWhatIsAWholeSentence() {
        var speaker = new RehearsedPatient(Scripts.script(
                "en",
                Scripts.GREETING,
                List.of(
                        Scripts.topic("hobbies", "I used to play the piano. Not any more", "your hobbies"),
                        Scripts.topic("smoking", "No.", "do you smoke"),
                        Scripts.topic("driving", "Yes.", "do you drive"),
                        Scripts.topic("allergies", Scripts.ALLERGIES, "allergic to anything")),
                List.of()));

        assertThat(speaker.answer("subjective", "What are your hobbies?").topics())
                .containsExactly("hobbies");
        assertThat(speaker.answer("subjective", "Do you drive?").topics()).containsExactly("driving");
        assertThat(speaker.answer("subjective", "What are your hobbies? Are you allergic to anything?")
                        .topics())
                .containsExactlyInAnyOrder("hobbies", "allergies");
        List<OfflinePatient.Reply> kind = Stream.of("That sounds hard.", "I'm so sorry to hear that.")
                .map(line -> speaker.answer("subjective", line))
                .toList();
        assertThat(kind).extracting(OfflinePatient.Reply::said).contains("Yes. Thank you.");
        assertThat(kind).allSatisfy(reply -> assertThat(reply.topics()).isEmpty());
    }

    @Test
    void goesOnFromWhatATestShowed() {
        var examined = new RehearsedPatient(Scripts.script(
                "en",
                Scripts.GREETING,
                List.of(Scripts.topic("allergies", Scripts.ALLERGIES, "allergic to anything")),
                List.of(new CaseScript.Test(
                        "reflexes",
                        List.of("reflexes"),
                        new CaseScript.Asked(List.of(), List.of("test your reflexes", "knee jerk"), List.of()),
                        new CaseScript.Caution(true, false, null),
                        List.of(
                                new CaseScript.Result(CaseScript.Side.LEFT, "It jerks.", "That jumped."),
                                new CaseScript.Result(CaseScript.Side.RIGHT, "Still.", "I felt nothing."))))));

        assertThat(examined.answer("objective", "I'll test your reflexes.").test())
                .isNotNull();
        assertThat(examined.examined("objective", "side_needed", "").said()).isEqualTo("Which side, left or right?");
        assertThat(examined.answer("objective", "Right.").test())
                .isEqualTo(new OfflinePatient.TestRequest("reflexes", CaseScript.Side.RIGHT, false));
        assertThat(examined.examined("objective", "found", "I felt nothing.").said())
                .isEqualTo("I felt nothing.");

        assertThat(examined.answer("objective", "I'll test your reflexes on both sides.")
                        .test())
                .isEqualTo(new OfflinePatient.TestRequest("reflexes", CaseScript.Side.LEFT, false));
        var second = examined.examined("objective", "found", "That jumped.");
        assertThat(second.test()).isEqualTo(new OfflinePatient.TestRequest("reflexes", CaseScript.Side.RIGHT, false));
        assertThat(examined.examined("objective", "found", "I felt nothing.").said())
                .isEqualTo("That jumped. I felt nothing.");
    }

    private List<String> topics(String line) {
        return patient.answer("subjective", line).topics();
    }
}
