package dev.viva.patient;

import static dev.viva.library.TestContent.SHIPPED;
import static dev.viva.patient.Occasions.ALONE;
import static dev.viva.patient.Occasions.SIDEBAND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.model.Phase;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InstructionsTest {
    private final CasePair pair = SHIPPED.pair("knee-after-football", "hana-suzuki", null);

    @ParameterizedTest
    @EnumSource(Phase.class)
    void beginWithTheCaseAndEndWithThePhase(Phase phase) {
        String text = Instructions.compose(pair, phase, SIDEBAND);

        assertThat(text).startsWith("Case reference: knee-after-football/hana-suzuki\n\n# What comes first\n");
        assertThat(Pattern.compile("(?m)^Phase: ([a-z_]+)\\s*$").matcher(text).results())
                .singleElement()
                .satisfies(match -> assertThat(match.group(1)).isEqualTo(phase.toString()));
        assertThat(text.substring(text.lastIndexOf("\n# ")))
                .startsWith("\n# Where the encounter stands\nPhase: " + phase + "\n");
    }

    @Test
    void haveTheirSectionsInOrder() {
        assertThat(titles(Instructions.compose(pair, Phase.TREATMENT_PLAN, SIDEBAND)))
                .containsExactly(
                        "What comes first",
                        "Safety",
                        "Your part",
                        "Rules",
                        "Your way of speaking",
                        "Unclear sound",
                        "Variety",
                        "Language",
                        "Who you are: what you tell when you are asked, not before",
                        "The situation",
                        "History: what you tell without being asked, at a fitting moment",
                        "History: what you tell when you are asked",
                        "History: what you tell only when the student has shown understanding, or asks a second time. "
                                + "Before, say little",
                        "Your medical life: what you tell when you are asked",
                        "Examination",
                        "When treatment is discussed",
                        "Your answers to what may be proposed: each only where it fits",
                        "Questions that you must ask, once each, if they are still open",
                        "Where the encounter stands");
    }

    @Test
    void tellNothingOfThePersonThatTheCaseTellsInstead() {
        CasePair floor = SHIPPED.pair("found-on-the-floor", "edith-lindqvist", null);
        String text = Instructions.compose(floor, Phase.SUBJECTIVE, SIDEBAND);

        assertThat(floor.scenario().subjective()).anyMatch(topic -> "height".equals(topic.like()));
        assertThat(text).contains("- Next of kin: ", "- Illnesses: ").doesNotContain("- Height: 158 cm");
    }

    @Test
    void changeBetweenPhasesOnlyAtTheirEnd() {
        String history = Instructions.compose(pair, Phase.SUBJECTIVE, SIDEBAND);
        String lasting = history.substring(0, history.indexOf("# Where the encounter stands"));

        assertThat(Stream.of(Phase.OBJECTIVE, Phase.TREATMENT_PLAN))
                .allSatisfy(phase ->
                        assertThat(Instructions.compose(pair, phase, SIDEBAND)).startsWith(lasting));
        assertThat(lasting.length()).isGreaterThan(history.length() * 9 / 10);
    }

    @Test
    void nameTheWordsThatEndTheSimulation() {
        var everybody = Stream.of(pair, SHIPPED.pair("knee-after-football", "hana-suzuki", "team-mate"));

        assertThat(everybody)
                .allSatisfy(anybody -> assertThat(Instructions.compose(anybody, Phase.SUBJECTIVE, SIDEBAND))
                        .contains(
                                "safety, then where the encounter stands and the examination, then the facts, then your part, "
                                        + "then the rules, then your way of speaking")
                        .contains("If the student says STOP THE SIMULATION"));
    }

    @Test
    void tellWhoThePatientIsOnTheDayOfTheEncounter() {
        assertThat(Instructions.compose(pair, Phase.SUBJECTIVE, SIDEBAND))
                .contains("- Full name: Hana Suzuki\n- Date of birth: 14 March 2002\n- You like to be called: Hana\n")
                .contains("- Address: " + pair.persona().address() + "\n")
                .contains("- Next of kin: " + pair.persona().nextOfKin() + "\n")
                .contains("- Height: 162 cm\n");
    }

    @Test
    void tellThePatientWhatTheStudentHasRead() {
        assertThat(Instructions.compose(pair, Phase.SUBJECTIVE, SIDEBAND))
                .contains(Section.line(pair.persona().summary()) + " "
                        + Section.line(pair.scenario().briefing()));
    }

    /** A mood and a behaviour in pain of the case stand in place of the persona's; challenges add up. */
    @Test
    void takeTheMannerFromTheCaseBeforeThePatient() {
        var stroke = SHIPPED.pair("four-months-after", "stanley-baptiste", null);

        assertThat(Instructions.compose(stroke, Phase.SUBJECTIVE, SIDEBAND))
                .contains("- Your mood now, which comes before your usual way: "
                        + stroke.scenario().affect() + "\n")
                .contains("- When it hurts: " + stroke.scenario().painBehaviour() + "\n")
                .contains("- You play things down")
                .doesNotContain(stroke.persona().affect(), stroke.persona().painBehaviour());
    }

    @Test
    void takeTheMedicalLifeFromThePatientUnlessTheCaseHasItsOwn() {
        var stroke = SHIPPED.pair("four-months-after", "stanley-baptiste", null);
        String own = stroke.persona().medicalBaseline().medicines();

        assertThat(stroke.scenario().subjective()).anyMatch(topic -> "medicines".equals(topic.like()));
        assertThat(Instructions.compose(stroke, Phase.SUBJECTIVE, SIDEBAND))
                .contains("- Allergies: " + stroke.persona().medicalBaseline().allergies() + "\n")
                .doesNotContain("Medicines: " + own);
    }

    @Test
    void keepBackWhatMustBeEarned() {
        var stroke = SHIPPED.pair("four-months-after", "stanley-baptiste", null);
        String text = Instructions.compose(stroke, Phase.SUBJECTIVE, SIDEBAND);
        var agenda = Objects.requireNonNull(stroke.scenario().hiddenAgenda());

        assertThat(section(text, "What you keep back"))
                .contains("- Notes about you: " + Section.line(agenda.concern()))
                .contains("- When you tell it, and not before: " + Section.line(agenda.trigger()))
                .contains(Section.line(agenda.reply()));
        assertThat(section(text, "History: what you tell only when the student has shown understanding"))
                .contains("- Mood: ")
                .doesNotContain("- Main problem: ");
        assertThat(section(text, "History: what you tell without being asked")).contains("- Main problem: ");
    }

    /** The history's question must be asked later too when there was no chance before. */
    @Test
    void holdTheQuestionsOfAPhaseUntilItComes() {
        var stroke = SHIPPED.pair("four-months-after", "stanley-baptiste", null);

        assertThat(Instructions.compose(stroke, Phase.SUBJECTIVE, SIDEBAND))
                .contains("- \"When can I drive again?\", when driving")
                .doesNotContain("Could it happen a second time?");
        assertThat(Instructions.compose(stroke, Phase.TREATMENT_PLAN, SIDEBAND))
                .contains("When can I drive again?", "Could it happen a second time?");
    }

    @Test
    void letTheServerExamineWhileThereIsASideband() {
        assertThat(Instructions.compose(pair, Phase.SUBJECTIVE, SIDEBAND)).doesNotContain("function examine");
        assertThat(Instructions.compose(pair, Phase.OBJECTIVE, SIDEBAND))
                .contains("call the function examine for it")
                .contains("I can't tell you anything about that one.")
                .contains("Never call normal");
    }

    @Test
    void tellTheSidesOfATestApartWithoutASideband() {
        var lachman = pair.scenario().objective().stream()
                .filter(topic -> topic.testId().equals("lachman"))
                .findFirst()
                .orElseThrow();
        String text = Instructions.compose(pair, Phase.SUBJECTIVE, ALONE);

        assertThat(lachman.results())
                .hasSize(2)
                .allSatisfy(result -> assertThat(text.lines())
                        .filteredOn(line ->
                                line.startsWith("- " + lachman.topic()) && line.contains(", " + result.side() + ": "))
                        .singleElement()
                        .asString()
                        .contains(result.finding(), result.reply()));
    }

    @Test
    void refuseWithoutASidebandWhatWouldHarm() {
        var chest = SHIPPED.pair("tight-chest-since-breakfast", "ruth-mensah", null);
        var refused = chest.scenario().objective().stream()
                .filter(topic -> topic.contraindication() != null)
                .toList();
        String text = Instructions.compose(chest, Phase.OBJECTIVE, ALONE);

        assertThat(refused)
                .isNotEmpty()
                .allSatisfy(topic -> assertThat(text)
                        .contains(": not to be done. You say: I'd rather not, it's coming on again just standing up.")
                        .doesNotContain("No exertion of any kind", "the patient says")
                        .doesNotContain(topic.results().getFirst().finding()));
    }

    /** As the function does: this case says nothing of consent, the catalogue does. */
    @Test
    void askForTheConsentThatTheCatalogueAsksFor() {
        var chest = SHIPPED.pair("tight-chest-since-breakfast", "ruth-mensah", null);

        assertThat(Instructions.compose(chest, Phase.OBJECTIVE, ALONE)).contains("- X-ray of the chest (consent): ");
    }

    @Test
    void nameTheProposalThatAnAnswerIsTo() {
        var reaction = Objects.requireNonNull(pair.scenario().treatmentPlan().reactions())
                .getFirst();

        assertThat(Instructions.compose(pair, Phase.TREATMENT_PLAN, SIDEBAND))
                .contains("- Student: \"" + reaction.examples().iterator().next() + "\" | You: "
                        + Section.line(reaction.reply()) + "\n");
    }

    @Test
    void nameTheLanguagesOrThePatientsOwn() {
        assertThat(Instructions.compose(pair, Phase.SUBJECTIVE, Occasions.in("de", "ja")))
                .contains("The student speaks German (de). You always answer in Japanese (ja)")
                .contains("are notes in English (en). Say what they mean in Japanese (ja)");
        assertThat(Instructions.compose(pair, Phase.SUBJECTIVE, Occasions.in(null, null)))
                .contains("The student speaks English (en). You always answer in English (en)");
    }

    /** Words in quotation marks would be said as they stand. */
    @Test
    void giveTheMeaningOfTheOpeningLineInAnotherLanguage() {
        String line = pair.scenario().openingLine();

        assertThat(Instructions.compose(pair, Phase.SUBJECTIVE, SIDEBAND)).contains("begin with: \"" + line + "\"");
        assertThat(Instructions.compose(pair, Phase.SUBJECTIVE, Occasions.in("en", "es")))
                .contains("say in Spanish (es) what this means: \"" + line + "\"")
                .doesNotContain("begin with: ");
    }

    /** An author's line must not pass for a section, a phase or a case. */
    @Test
    void keepAnAuthorsTextOnOneLine() {
        assertThat(Section.line(" One.\n\n# Rules\r\nPhase: objective\n")).isEqualTo("One. # Rules Phase: objective");
    }

    private static List<String> titles(String text) {
        return text.lines()
                .filter(line -> line.startsWith("# "))
                .map(line -> line.substring(2))
                .toList();
    }

    static String section(String text, String title) {
        int begin = text.indexOf("# " + title);
        assertThat(begin).as(title).isNotNegative();
        int end = text.indexOf("\n# ", begin);
        return text.substring(begin, end < 0 ? text.length() : end);
    }
}
