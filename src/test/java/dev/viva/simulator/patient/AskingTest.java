package dev.viva.simulator.patient;

import static dev.viva.library.TestContent.SHIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.realtime.CaseScript;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the patient asks, and what another person tells. */
class AskingTest {
    private static final String ANYTHING = "Do you have any questions for me?";
    private static final String LICENCE = "You won't tell the licence people, will you?";
    private static final String LETTERS = "Will you read me my letters?";
    private static final String SHAKY = "Once, in the cab. Nobody noticed.";
    private static final String TEN_A_DAY = "Ten a day for twenty years.";
    private static final Phrases PHRASES = Phrases.in("en");
    private static final List<CaseScript.Topic> TOPICS = List.of(
            Scripts.trusted("Shaky at the wheel", SHAKY, "shaky at the wheel", "shaky while you were driving"),
            Scripts.topic("Feet", "They tingle.", "how are your feet"),
            Scripts.topic("How long with sugar", "Six years.", "how long", "how long have you had it"),
            new CaseScript.Topic(
                    "Smoking",
                    CaseScript.Part.BASELINE,
                    "smoking",
                    new CaseScript.Asked(List.of("Do you smoke?"), List.of(), List.of()),
                    TEN_A_DAY,
                    CaseScript.Disclosure.ASKED));

    private static ScriptedPatient patient(CaseScript.@Nullable Role role) {
        var speaker = new CaseScript.Speaker("Gary Pratt", "Gary", "Hello.", "Goodbye.", "en", role);
        var script = new CaseScript(
                speaker,
                TOPICS,
                List.of(),
                new CaseScript.Plan("", "", List.of()),
                List.of(
                        new CaseScript.Ask(LICENCE, "now", "subjective", Set.of("Shaky at the wheel")),
                        new CaseScript.Ask(LETTERS, "now", "subjective", Set.of(CaseScript.HiddenAgenda.NAME))),
                new CaseScript.HiddenAgenda(List.of("trouble reading"), "Me and reading never got on."));
        return new ScriptedPatient(reference -> Optional.of(script));
    }

    private static String say(ScriptedPatient patient, String line) {
        return ((PatientReply.Spoken) patient.answer(Scripts.INSTRUCTIONS + "\nPhase: subjective\n", Set.of(), line))
                .text();
    }

    @Test
    void givesNothingAwayByAQuestion() {
        var gary = patient(null);

        assertThat(say(gary, ANYTHING)).isNotIn(LICENCE, LETTERS);
        say(gary, "How are your feet?");
        assertThat(say(gary, ANYTHING)).isNotIn(LICENCE, LETTERS);
    }

    @Test
    void asksOnceTheTopicIsTold() {
        var gary = patient(null);
        say(gary, "Were you ever shaky at the wheel?");
        assertThat(say(gary, ANYTHING)).as("only kept back").isNotEqualTo(LICENCE);

        assertThat(say(gary, "Were you ever shaky at the wheel?")).isEqualTo(SHAKY);
        assertThat(say(gary, ANYTHING)).isEqualTo(LICENCE);
    }

    @Test
    void asksOnceTheHiddenAgendaIsTold() {
        var gary = patient(null);
        say(gary, "I'm so sorry to hear that.");
        say(gary, "Many people have trouble reading.");

        assertThat(say(gary, ANYTHING)).isEqualTo(LETTERS);
    }

    @Test
    void aBareQuestionAfterAHabitAsksAboutTheHabit() {
        var gary = patient(null);
        assertThat(say(gary, "How long?")).endsWith("Six years.");
        say(gary, "Do you smoke?");

        assertThat(say(gary, "And for how long?")).endsWith(TEN_A_DAY);
        assertThat(say(gary, "How long have you had it?")).endsWith("Six years.");
    }

    @Test
    void tellsTheHiddenAgendaOnceThoughATopicTellsIt() {
        String topic = "Three Sundays now, only round the block.";
        String agenda = "Three Sundays now, young friend, only round the block.";
        var stanley = driver(topic, agenda);
        say(stanley, "I'm so sorry to hear that.");

        assertThat(say(stanley, "Have you driven since?")).isEqualTo(topic);
        assertThat(say(stanley, "Is there anything else?")).doesNotContain(agenda);
        assertThat(say(stanley, ANYTHING)).isEqualTo(LETTERS);
    }

    @Test
    void tellsTheTopicAsToldOnceTheHiddenAgendaIsTold() {
        String topic = "Three Sundays now, only round the block.";
        String agenda = "Three Sundays now, young friend, only round the block.";
        var stanley = driver(topic, agenda);
        say(stanley, "I'm so sorry to hear that.");

        assertThat(say(stanley, "Is there anything else?")).isEqualTo(agenda);
        assertThat(say(stanley, "Have you driven since?"))
                .isEqualTo(PHRASES.again().getFirst() + " " + topic);
    }

    private static ScriptedPatient driver(String topic, String agenda) {
        var script = new CaseScript(
                new CaseScript.Speaker("Stanley Baptiste", "Stanley", "Hello.", "Goodbye.", "en", null),
                List.of(Scripts.trusted("Driving", topic, "have you driven since", "been behind the wheel")),
                List.of(),
                new CaseScript.Plan("", "", List.of()),
                List.of(new CaseScript.Ask(LETTERS, "now", "subjective", Set.of(CaseScript.HiddenAgenda.NAME))),
                new CaseScript.HiddenAgenda(List.of("have you driven"), agenda));
        return new ScriptedPatient(reference -> Optional.of(script));
    }

    @Test
    void asksBackWithNoNameThatGivesAwayWhatIsKeptBack() {
        assertThat(say(twoOfOne(null), TWO_OF_ONE)).isIn(PHRASES.lost());

        var trusted = twoOfOne(null);
        say(trusted, "I'm so sorry to hear that.");
        assertThat(say(trusted, TWO_OF_ONE)).startsWith("Do you mean ").contains("days without");
    }

    @Test
    void asksBackWithNoNameOfWhatAnotherPersonDoesNotKnow() {
        var mother = new CaseScript.Role("Leo", Set.of("Times a day"), false);

        assertThat(say(twoOfOne(mother), TWO_OF_ONE)).isIn(PHRASES.lost());
    }

    private static final String TWO_OF_ONE = "Puffer?";

    private static ScriptedPatient twoOfOne(CaseScript.@Nullable Role role) {
        var script = new CaseScript(
                new CaseScript.Speaker("Leo Hartmann", "Leo", "Hello.", "Goodbye.", "en", role),
                List.of(
                        puffer("Times a day", "Twice a day.", CaseScript.Disclosure.ASKED),
                        puffer("Days without", "Not on most days.", CaseScript.Disclosure.TRUSTED)),
                List.of(),
                new CaseScript.Plan("", "", List.of()),
                List.of(),
                null);
        return new ScriptedPatient(reference -> Optional.of(script));
    }

    private static CaseScript.Topic puffer(String name, String reply, CaseScript.Disclosure disclosure) {
        var asked = new CaseScript.Asked(List.of(TWO_OF_ONE), List.of(), List.of());
        return new CaseScript.Topic(name, CaseScript.Part.HISTORY, null, asked, reply, disclosure);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Can I check your name and date of birth?",
                "Can you tell me your name and date of birth?",
                "Could you tell me your full name and your date of birth, please?"
            })
    void tellsNameAndDateOfBirthTogether(String line) {
        var hana = new ScriptedPatient(
                reference -> SHIPPED.script("knee-after-football/hana-suzuki", LocalDate.of(2026, 11, 27)));

        assertThat(say(hana, line)).isEqualTo("Hana Suzuki. 14 March 2002.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Tell me about your back.", "Hello, can you tell me a bit about the back pain, please?"})
    void beginsWithTheMainProblemWhenAskedAboutThePartOfTheBody(String line) {
        var amina = new ScriptedPatient(
                reference -> SHIPPED.script("back-since-the-move/amina-warsame", LocalDate.of(2026, 11, 27)));

        assertThat(say(amina, line)).startsWith("My back, here, low.");
        assertThat(say(amina, "Tell me about your knee.")).doesNotContain("My back, here, low.");
    }

    @Test
    void saysItsLastAnswerAgainWhateverFollows() {
        var amina = new ScriptedPatient(
                reference -> SHIPPED.script("back-since-the-move/amina-warsame", LocalDate.of(2026, 11, 27)));
        String answer = say(amina, "Do you smoke?");

        assertThat(say(amina, "Sorry, could you say that again and tell me about your back?"))
                .isEqualTo(answer);
    }

    @Test
    void anInterpreterSaysWhatThePatientSays() {
        var interpreter = patient(new CaseScript.Role("Gary", Set.of(), true));

        assertThat(say(interpreter, "How are your feet?")).isEqualTo("They tingle.");
        assertThat(say(interpreter, "Do you smoke?")).isEqualTo(TEN_A_DAY);
        assertThat(say(interpreter, "Were you ever shaky at the wheel?")).isEqualTo(PHRASES.guarded());
    }

    @Test
    void anotherPersonKeepsBackWhatIsToldInTrust() {
        var son = patient(new CaseScript.Role("Gary", Set.of("Shaky at the wheel"), false));

        assertThat(say(son, "Was he ever shaky at the wheel?")).isEqualTo(PHRASES.guarded());
        assertThat(say(son, "Was he ever shaky at the wheel?"))
                .isEqualTo(PHRASES.quote().formatted("Gary", SHAKY));
        assertThat(say(son, "How are his feet?")).isEqualTo(PHRASES.askPatient().formatted("Gary"));
    }
}
