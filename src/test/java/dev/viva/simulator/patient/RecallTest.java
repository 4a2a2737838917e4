package dev.viva.simulator.patient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.realtime.CaseScript;
import dev.viva.realtime.CaseScript.Side;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a patient takes over from another conversation with the same student. */
class RecallTest {
    private static final String WORRY = "That I shall lose my job.";
    private static final Phrases PHRASES = Phrases.in("en");
    private static final CaseScript CASE = Scripts.script(
            "en",
            "Hello.",
            List.of(
                    Scripts.trusted("worries", WORRY, "what worries you", "are you worried about anything"),
                    Scripts.topic("fever", "No.", "have you had a fever", "any fever"),
                    Scripts.topic("ideas", "No. I haven't thought about it.", "what do you think it is")),
            List.of(
                    new CaseScript.Test(
                            "reflexes",
                            List.of("reflexes"),
                            new CaseScript.Asked(List.of(), List.of("test your reflexes", "knee jerk"), List.of()),
                            new CaseScript.Caution(true, false, null),
                            List.of(
                                    new CaseScript.Result(Side.LEFT, "It jerks.", "That jumped."),
                                    new CaseScript.Result(Side.RIGHT, "It is still.", "I felt nothing."))),
                    new CaseScript.Test(
                            "belly",
                            List.of("belly"),
                            new CaseScript.Asked(
                                    List.of(), List.of("press on your belly", "feel your belly"), List.of()),
                            new CaseScript.Caution(false, true, null),
                            List.of(new CaseScript.Result(null, "It is soft.", "That's fine.")))));

    private final ScriptedPatient patient = new ScriptedPatient(reference -> Optional.of(CASE));

    private String say(String phase, String line) {
        PatientReply reply = patient.answer(Scripts.INSTRUCTIONS + "\nPhase: " + phase + "\n", Set.of(), line);
        return ((PatientReply.Spoken) reply).text();
    }

    @Test
    void keepsBackWhatItKeptBackForAStranger() {
        assertThat(say("subjective", "What worries you?")).isEqualTo(PHRASES.guarded());
    }

    @Test
    void stillTrustsTheStudent() {
        patient.remember("I'm so sorry to hear that, it sounds really hard.", "Thank you for saying that.");

        assertThat(say("subjective", "What worries you?")).isEqualTo(WORRY);
    }

    @Test
    void tellsWhatItKeptBackAtTheSecondQuestion() {
        patient.remember("What worries you?", PHRASES.guarded());

        assertThat(say("subjective", "What worries you?")).isEqualTo(WORRY);
    }

    @Test
    void tellsAgainWhatItToldInTrust() {
        patient.remember("What worries you?", WORRY);

        assertThat(say("subjective", "What worries you?"))
                .isEqualTo(PHRASES.again().getFirst() + " " + WORRY);
    }

    @Test
    void takesTheBeginningOfALongAnswerForNoAnswerOfItsOwn() {
        patient.remember("What do you think it is?", "No. I haven't thought about it.");

        assertThat(say("subjective", "Have you had a fever?")).isEqualTo("No.");
    }

    @Test
    void takesUpARecordOfTheInstructions() {
        String again = Scripts.INSTRUCTIONS + """

                # What was said so far
                - Student: "What worries you?"
                - You: "%s"
                - The record ends here.
                """.formatted(PHRASES.guarded());

        assertThat(patient.answer(again, Set.of(), "What worries you?")).isEqualTo(new PatientReply.Spoken(WORRY));
    }

    @Test
    void knowsTheTestThatWasDoneLast() {
        patient.remember("I'll test your reflexes on the left.", "It jerks. That jumped.");

        assertThat(say("objective", "And the other side, please.")).isEqualTo("It is still. I felt nothing.");
    }

    @Test
    void knowsTheTestThatWaitsForConsent() {
        patient.remember("I'll press on your belly.", PHRASES.consent());

        assertThat(say("objective", "Is that okay?")).isEqualTo("It is soft. That's fine.");
    }

    @Test
    void stillWaitsForConsentAfterAnotherAnswer() {
        patient.remember("I'll press on your belly.", PHRASES.consent());
        patient.remember("Have you eaten today?", "Only a little. That's fine.");
        say("objective", "Is that okay?");

        assertThat(say("objective", "I'll press on your belly.")).isEqualTo("It is soft. That's fine.");
    }

    @Test
    void knowsThatTheTestWasDoneOnceTheStudentHadAsked() {
        patient.remember("I'll press on your belly.", PHRASES.consent());
        patient.remember("Is that okay?", "It is soft. That's fine.");

        assertThat(say("objective", "Is that okay?")).isNotEqualTo("It is soft. That's fine.");
    }

    @Test
    void knowsTheTestThatWaitsForItsSide() {
        patient.remember("I'll test your reflexes.", PHRASES.which());

        assertThat(say("objective", "Left.")).isEqualTo("It jerks. That jumped.");
    }
}
