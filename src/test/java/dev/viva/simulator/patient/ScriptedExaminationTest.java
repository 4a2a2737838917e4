package dev.viva.simulator.patient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.realtime.CaseScript;
import dev.viva.realtime.CaseScript.Side;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An examination line by line: sides, consent, and what asks for no test. */
class ScriptedExaminationTest {
    private static final String EXAMINATION = Scripts.INSTRUCTIONS + "\nPhase: objective\n";
    private static final String LEFT = "The left jerks. All right.";
    private static final String RIGHT = "The right is still. All right.";
    private static final String PRESSURE = "120 over 80. All right.";
    private static final String BELLY = "It is soft. All right.";
    private static final String GROIN = "It is tender. All right.";
    private static final String ARM = "No, my arms are fine.";
    private static final Phrases PHRASES = Phrases.in("en");

    private static final CaseScript CASE = Scripts.script(
            "en",
            "Hello.",
            List.of(Scripts.topic("arm pain", ARM, "pain in your arm", "same pain in your arm")),
            List.of(
                    test(
                            "reflexes",
                            true,
                            false,
                            List.of("test your reflexes", "knee jerk"),
                            new CaseScript.Result(Side.LEFT, "The left jerks", "All right."),
                            new CaseScript.Result(Side.RIGHT, "The right is still", "All right.")),
                    test(
                            "blood-pressure",
                            false,
                            false,
                            List.of("take your blood pressure", "measure your blood pressure"),
                            new CaseScript.Result(null, "120 over 80", "All right.")),
                    test(
                            "belly",
                            false,
                            true,
                            List.of("press on your belly", "feel your belly"),
                            new CaseScript.Result(null, "It is soft", "All right.")),
                    test(
                            "groin",
                            false,
                            true,
                            List.of("examine your groin", "feel your groin"),
                            new CaseScript.Result(null, "It is tender", "All right."))));

    private final ScriptedPatient patient = new ScriptedPatient(reference -> Optional.of(CASE));

    private static CaseScript.Test test(
            String id, boolean sided, boolean consent, List<String> cues, CaseScript.Result... results) {
        return new CaseScript.Test(
                id,
                List.of(id.replace('-', ' ')),
                new CaseScript.Asked(List.of(), cues, List.of()),
                new CaseScript.Caution(sided, consent, null),
                List.of(results));
    }

    private String say(String line) {
        return ((PatientReply.Spoken) patient.answer(EXAMINATION, Set.of(), line)).text();
    }

    private String call(String line) {
        return arguments(patient.answer(EXAMINATION, Set.of("examine"), line));
    }

    private PatientReply after(String output) {
        return patient.afterFunction(EXAMINATION, output.replace('\'', '"'));
    }

    private static String arguments(PatientReply reply) {
        return ((PatientReply.FunctionCall) reply).arguments();
    }

    private static PatientReply spoken(String text) {
        return new PatientReply.Spoken(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Right.", "All right?", "Does it hurt right here?", "Again, is that all right?"})
    void aFillerExaminesNothing(String filler) {
        assertThat(say("I'll test your reflexes on the left.")).isEqualTo(LEFT);

        assertThat(say(filler)).doesNotContain(LEFT, RIGHT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "And the right?",
                "Right side please",
                "Now the other side.",
                "Now the same on the right.",
                "The same on the other leg, please.",
                "Let me compare it with the right.",
            })
    void examinesTheOtherSide(String line) {
        assertThat(say("I'll test your reflexes on the left.")).isEqualTo(LEFT);

        assertThat(say(line)).isEqualTo(RIGHT);
    }

    @Test
    void takesALoneSideForTheAnswerToItsQuestion() {
        assertThat(say("I'll test your reflexes.")).isEqualTo(PHRASES.which());
        assertThat(say("Right.")).isEqualTo(RIGHT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Let me compare the strength in your left and right leg.",
                "Do you have the same pain in your left arm?",
                "Let me compare your reflexes, left and right.",
            })
    void repeatsNoOtherTestThanTheOneThatIsNamed(String line) {
        assertThat(say("I'll take your blood pressure.")).isEqualTo(PRESSURE);

        assertThat(say(line)).isNotEqualTo(PRESSURE);
    }

    @Test
    void asksWhichOfTwoTestsIsMeant() {
        List<CaseScript.Test> alike = Stream.of("Belly first", "Belly second", "Belly third")
                .map(name -> new CaseScript.Test(
                        name,
                        List.of(name),
                        new CaseScript.Asked(List.of("I'll press on your tummy."), List.of(), List.of()),
                        new CaseScript.Caution(false, false, null),
                        List.of(new CaseScript.Result(null, "Soft", "Fine."))))
                .toList();
        var unclear = new ScriptedPatient(reference -> Optional.of(Scripts.script("en", "Hello.", List.of(), alike)));

        PatientReply reply = unclear.answer(EXAMINATION, Set.of(), "I'll press on your tummy.");

        assertThat(((PatientReply.Spoken) reply).text()).matches("Do you mean belly \\w+, or belly \\w+\\?");
    }

    @Test
    void agreesToOneTestAtATime() {
        assertThat(say("May I press on your belly?")).isEqualTo(BELLY);
        assertThat(say("I'll feel your belly again."))
                .as("it agreed to this one")
                .isEqualTo(BELLY);
        assertThat(say("I'll examine your groin.")).isEqualTo(PHRASES.consent());
    }

    @Test
    void agreesToTheTestThatWaits() {
        assertThat(say("I'll examine your groin.")).isEqualTo(PHRASES.consent());
        assertThat(say("Is that okay?")).as("it is done at once").isEqualTo(GROIN);
        assertThat(say("I'll press on your belly.")).isEqualTo(PHRASES.consent());
    }

    @Test
    void doesNothingForConsentToSomethingElse() {
        assertThat(say("I'll examine your groin.")).isEqualTo(PHRASES.consent());
        assertThat(say("Is it okay if I ask you some more questions first?")).isEqualTo("Yes, that's fine.");

        assertThat(say("Is that okay?")).as("it does not wait any more").isNotEqualTo(GROIN);
    }

    @Test
    void examinesBothSidesOnceItHasAgreed() {
        assertThat(call("I'll test your reflexes on both sides.")).contains("\"side\":\"left\"", "\"consent\":false");
        assertThat(after("{'outcome':'consent_needed','say':'Ask.'}")).isEqualTo(spoken(PHRASES.consent()));

        assertThat(call("Is that okay?")).contains("\"side\":\"left\"", "\"consent\":true");
        assertThat(arguments(after("{'outcome':'found','say':'That jerks.'}")))
                .contains("\"side\":\"right\"", "\"consent\":true");
    }

    @Test
    void tellsWhetherTheLastTestHurts() {
        say("May I press on your belly?");
        assertThat(say("Does that hurt?")).isEqualTo("All right.");

        assertThat(say("I'll examine your groin.")).isEqualTo(PHRASES.consent());
        assertThat(say("Does that hurt?")).as("this test is not done").isEqualTo("No more than I've told you.");
    }

    @Test
    void tellsOfBothSidesWhetherItHurts() {
        call("I'll test your reflexes on both sides.");
        after("{'outcome':'found','say':'That jerks.'}");
        after("{'outcome':'found','say':'That one is still.'}");

        assertThat(say("Does that hurt?")).isEqualTo("That jerks. That one is still.");
    }

    @Test
    void agreesToTheTestThatIsNamedInsteadOfTheOneThatWaits() {
        assertThat(say("I'll examine your groin.")).isEqualTo(PHRASES.consent());
        assertThat(say("Would it be okay if I press on your belly instead?")).isEqualTo(BELLY);
        assertThat(say("I'll examine your groin.")).isEqualTo(PHRASES.consent());
    }

    @Test
    void generalConsentIsNotEnoughForATestThatNeedsIt() {
        say("Are you happy for me to examine you?");

        assertThat(say("I'll take your blood pressure.")).isEqualTo(PRESSURE);
        assertThat(say("I'll press on your belly.")).isEqualTo(PHRASES.consent());
    }

    @Test
    void leaveToTouchIsForTheNextTest() {
        say("May I touch you there?");

        assertThat(say("I'll press on your belly.")).isEqualTo(BELLY);
        assertThat(say("I'll examine your groin.")).isEqualTo(PHRASES.consent());
    }

    @Test
    void examinesBothSidesOneAfterTheOther() {
        assertThat(call("I'll test your reflexes.")).doesNotContain("side");
        assertThat(after("{'outcome':'side_needed','say':'Which?'}")).isEqualTo(spoken(PHRASES.which()));
        assertThat(call("Both.")).contains("\"test\":\"reflexes\"", "\"side\":\"left\"");
        assertThat(arguments(after("{'outcome':'found','say':'That jerks.'}"))).contains("\"side\":\"right\"");
        assertThat(after("{'outcome':'found','say':'That one is still.'}"))
                .isEqualTo(spoken("That jerks. That one is still."));
        assertThat(call("On the left again.")).contains("\"side\":\"left\"");
        assertThat(after("{'outcome':'found','say':'That jerks.'}")).isEqualTo(spoken("That jerks."));
    }

    @Test
    void doesNotExamineTheOtherSideOfATestThatIsNotDone() {
        call("I'll test your reflexes on both sides.");

        assertThat(after("{'outcome':'contraindicated','say':'Please do not.'}"))
                .isEqualTo(spoken("Please do not."));
    }

    @ParameterizedTest
    @CsvSource({"side_needed", "consent_needed", "not_in_case"})
    void saysInTheLanguageOfTheCaseWhatTheFunctionSaysInEnglish(String outcome) {
        CaseScript german = Scripts.script("de", "Guten Tag.", List.of(), List.of());
        var anna = new ScriptedPatient(reference -> Optional.of(german));
        Phrases phrases = Phrases.in("de");

        assertThat(anna.afterFunction(EXAMINATION, "{\"outcome\":\"" + outcome + "\",\"say\":\"English words.\"}"))
                .isIn(spoken(phrases.which()), spoken(phrases.consent()), spoken(phrases.nothing()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I won't take your blood pressure today.",
                "I'm not going to measure your blood pressure.",
                "I don't need to take your blood pressure.",
            })
    void doesNotDoATestThatIsDeclined(String line) {
        assertThat(say(line)).isEqualTo("All right.");
    }

    @Test
    void doesTheTestThatIsNamedInstead() {
        assertThat(say("I won't test your reflexes, but I'll take your blood pressure."))
                .isEqualTo(PRESSURE);
        assertThat(say("I won't take long, I'll just measure your blood pressure."))
                .isEqualTo(PRESSURE);
    }
}
