package dev.viva.debrief;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.library.TestContent;
import dev.viva.model.Debrief;
import dev.viva.model.DebriefItem;
import dev.viva.model.DebriefKind;
import dev.viva.model.DebriefOutcome;
import dev.viva.model.DebriefResult;
import dev.viva.model.Evidence;
import dev.viva.model.FidelityKind;
import dev.viva.model.Measure;
import dev.viva.model.Phase;
import dev.viva.model.Role;
import dev.viva.model.Turn;
import dev.viva.model.TurnSource;
import dev.viva.patient.CasePair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts of lines that were interrupted, and of those whom somebody else than the patient speaks. */
class SpokenLinesTest {
    private static final Rules RULES = Rules.of(TestContent.SHIPPED.questions());
    private static final CasePair KNEE = TestContent.SHIPPED.pair("knee-after-football", "hana-suzuki", null);
    private static final String ONSET = "history/when-it-started";
    private static final String FEVER = "history/fever-and-feeling-ill";

    private final List<Turn> lines = new ArrayList<>();

    private SpokenLinesTest student(String text) {
        return line(Role.STUDENT, text, null);
    }

    private SpokenLinesTest patient(String text) {
        return line(Role.PATIENT, text, null);
    }

    private SpokenLinesTest interrupted(String text) {
        return line(Role.PATIENT, text, true);
    }

    private SpokenLinesTest inThePlan(Role role, String text) {
        return line(role, Phase.TREATMENT_PLAN, text, null);
    }

    private SpokenLinesTest line(Role role, String text, @Nullable Boolean interrupted) {
        return line(role, Phase.SUBJECTIVE, text, interrupted);
    }

    private SpokenLinesTest line(Role role, Phase phase, String text, @Nullable Boolean interrupted) {
        long seq = lines.size() + 1L;
        Instant at = Instant.parse("2026-11-02T10:00:00Z").plusSeconds(10 * seq);
        lines.add(new Turn(
                seq,
                "item_" + seq,
                role,
                null,
                phase,
                text,
                TurnSource.PROVIDER,
                false,
                null,
                null,
                interrupted,
                null,
                at,
                null,
                at,
                null));
        return this;
    }

    private Points debrief(CasePair pair) {
        return Debriefing.of(Conversation.of(lines, List.of()), pair, RULES);
    }

    private static DebriefItem item(Points points, String id) {
        return points.items().stream()
                .filter(item -> item.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Measure measure(Points points, String id) {
        return points.measures().stream()
                .filter(measure -> measure.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aLongInterruptedLineWithoutMarksIsUnclear() {
        student("When did it start?")
                .interrupted(
                        "it was six days ago on thursday evening about twenty minutes into the second half i think");

        DebriefItem onset = item(debrief(KNEE), ONSET);

        assertThat(onset.result()).isEqualTo(DebriefResult.UNCLEAR);
        assertThat(onset.note()).contains("may not have been heard");
    }

    @Test
    void theFirstPartOfAnInterruptedLineCounts() {
        student("When did it start?")
                .interrupted(
                        "Six days ago, on Thursday evening. I was on the pitch with the others, it was getting dark,"
                                + " and we had nearly finished for");

        assertThat(item(debrief(KNEE), ONSET).result()).isEqualTo(DebriefResult.MET);
    }

    @Test
    void aShortAnswerIsHeardBeforeAnybodyInterrupts() {
        student("Have you had a fever?").interrupted("No.");

        assertThat(item(debrief(KNEE), FEVER).result()).isEqualTo(DebriefResult.MET);
    }

    @Test
    void whatWasHeardDecidesWhoBroughtItUp() {
        interrupted(
                        "Hello. It's my right knee. It hurts and I can't play at all. It was six days ago, on Thursday evening")
                .student("When did it start?")
                .patient("Six days ago, on Thursday evening.");

        DebriefItem onset = item(debrief(KNEE), ONSET);

        assertThat(onset.outcome()).isEqualTo(DebriefOutcome.ELICITED);
        assertThat(onset.evidence()).extracting(Evidence::itemId).containsExactly("item_3");
    }

    @Test
    void whatNobodyAskedForIsVolunteered() {
        DebriefItem onset =
                item(patient("It was six days ago, on Thursday evening.").debrief(KNEE), ONSET);

        assertThat(onset.outcome()).isEqualTo(DebriefOutcome.VOLUNTEERED);
        assertThat(onset.askedBy()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"No fever, I feel well.", "I told you already."})
    void whatThePatientBroughtUpAndTheStudentAskedForIsElicited(String answer) {
        patient("I had no fever, I feel well.").student("Have you had a fever?").patient(answer);

        DebriefItem fever = item(debrief(KNEE), FEVER);

        assertThat(fever.outcome()).isEqualTo(DebriefOutcome.ELICITED);
        assertThat(fever.askedBy()).extracting(Evidence::itemId).containsExactly("item_2");
    }

    @Test
    void aDangerThatNeedsAllTopicsIsScreenedByTheLast() {
        CasePair chest = TestContent.SHIPPED.pair("tight-chest-since-breakfast", "walter-brandt", null);
        student("What time did it come on?").patient("About half past eight. So an hour and a half, a bit more.");
        assertThat(debrief(chest).measures()).extracting(Measure::id).doesNotContain("first_red_flag_time");

        Points points = student("Have you got the pain now?")
                .patient("It's there now. It eased a little about nine and then it came back stronger.")
                .debrief(chest);

        assertThat(measure(points, "first_red_flag_time").evidence())
                .extracting(Evidence::itemId)
                .containsExactly("item_4");
    }

    @Test
    void theFirstDangerIsOneThatWasHeard() {
        interrupted(
                        "Hello. It's my right knee, I hurt it at football. I had no fever, I feel well, and my calf is soft")
                .student("Have you had a fever?")
                .patient("No fever, I feel well.");

        Points points = debrief(KNEE);

        assertThat(measure(points, "first_red_flag_time").evidence())
                .extracting(Evidence::itemId)
                .containsExactly("item_3");
    }

    @Test
    void aDangerThatTheSpeakerCannotTellOfIsNotMissed() {
        Points points = student("How did it start?")
                .debrief(TestContent.SHIPPED.pair("breathless-on-stairs", "ruth-mensah", "relative"));

        List<DebriefItem> dangers = points.items().stream()
                .filter(item -> item.kind() == DebriefKind.RED_FLAG)
                .toList();
        assertThat(item(points, "red_flag/coronary-disease-chest-pain-or-pressure-on-effort")
                        .result())
                .isEqualTo(DebriefResult.NOT_APPLICABLE);
        assertThat(dangers).extracting(DebriefItem::result).contains(DebriefResult.NOT_MET);
        assertThat(measure(points, "red_flags_screened").denominator()).isEqualTo((int) dangers.stream()
                .filter(item -> item.result() != DebriefResult.NOT_APPLICABLE)
                .count());
        assertThat(points.limits()).anyMatch(limit -> limit.contains("cannot tell of does not apply"));
    }

    @Test
    void aDangerThatNeedsAllTopicsAppliesOnlyWhereAllCanBeTold(@TempDir Path folder) throws IOException {
        TestContent.writeTo(folder);
        String both = TestContent.SCENARIO.replace("covered_by: [Onset]}", "covered_by: [Onset, Pain], all: true}");
        Files.writeString(folder.resolve(TestContent.SCENARIO_FILE), both);
        CasePair knowsOne = TestContent.load(folder).pair("sore-wrist", "ada-king", "parent");

        Points points = student("How did it start?").debrief(knowsOne);

        assertThat(item(points, "red_flag/scaphoid-fracture-after-a-fall").result())
                .isEqualTo(DebriefResult.NOT_APPLICABLE);
    }

    @Test
    void aDangerThatWasAskedForAndNotToldShowsTheQuestion() {
        Points points =
                student("Have you had a fever?").patient("I don't know.").debrief(KNEE);

        DebriefItem danger = item(points, "red_flag/septic-arthritis");
        assertThat(danger.result()).isEqualTo(DebriefResult.NOT_MET);
        assertThat(danger.evidence()).isEmpty();
        assertThat(danger.askedBy()).extracting(Evidence::itemId).containsExactly("item_1");
        assertThat(item(points, "red_flag/locked-knee-as-a-sign-of-a-displaced-meniscal-tear")
                        .askedBy())
                .isNull();
    }

    @Test
    void aDangerThatNeedsAllTopicsShowsThoseThatWereTold() {
        Points points = student("What time did it come on?")
                .patient("About half past eight. So an hour and a half, a bit more.")
                .debrief(TestContent.SHIPPED.pair("tight-chest-since-breakfast", "walter-brandt", null));

        DebriefItem danger = item(points, "red_flag/acute-coronary-syndrome-with-pain-now");
        assertThat(danger.result()).isEqualTo(DebriefResult.NOT_MET);
        assertThat(danger.evidence()).extracting(Evidence::itemId).containsExactly("item_2");
        assertThat(danger.askedBy()).extracting(Evidence::itemId).containsExactly("item_1");
    }

    @Test
    void aQuestionOfThePlanIsNoneOfTheHistory() {
        Points points = inThePlan(Role.STUDENT, "Do you think you could stop smoking?")
                .inThePlan(Role.PATIENT, "We'll see about that.")
                .debrief(KNEE);

        DebriefItem smoking = item(points, "baseline/smoking");
        assertThat(smoking.outcome()).isEqualTo(DebriefOutcome.MISSED);
        assertThat(smoking.askedBy()).isNull();
        assertThat(points.fidelity().notes()).isEmpty();
    }

    @Test
    void theQuestionAskedAndNotTheOkayBehindIt() {
        DebriefItem smoking = item(
                student("Do you smoke?")
                        .student("Okay.")
                        .patient("No, I've never smoked.")
                        .debrief(KNEE),
                "baseline/smoking");

        assertThat(smoking.askedBy()).extracting(Evidence::itemId).containsExactly("item_1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Did you hear a pop, and did anybody touch you?|Yes, there was a pop. No, nobody touched me.|0",
                "Did anybody touch you, and did you hear a pop?|No, nobody touched me. Yes, there was a pop.|0",
                "Did you hear a pop?|No.|1",
                "Did you hear a pop?|No. I felt nothing deep in the middle of the knee.|1",
                "Did you hear a pop?|No, I didn't. I felt nothing deep in the middle of the knee.|1",
                "Did you hear a pop?|Yes. Not so much a sound, I felt it deep in the middle of the knee.|0"
            })
    void yesAndNoAreComparedBySentence(String question, String answer, int contradictions) {
        Points points = student(question).patient(answer).debrief(KNEE);

        assertThat(points.fidelity().notes())
                .filteredOn(note -> note.kind() == FidelityKind.CONTRADICTED)
                .hasSize(contradictions);
    }

    @Test
    void aSoundOfListeningIsNoneWhenThePatientGoesOnFirst() {
        Points points = interrupted("It was on Thursday evening and")
                .patient("and then it swelled.")
                .student("Mm-hm.")
                .debrief(KNEE);

        assertThat(measure(points, "interruptions").value()).isEqualTo(0);
        assertThat(measure(points, "backchannels").value()).isEqualTo(1);
    }

    @Test
    void whoSpeaksNextInterrupted() {
        interrupted("It was on Thursday evening and then").student("Which knee?");
        assertThat(measure(debrief(KNEE), "first_interruption").value()).isEqualTo(10);

        lines.clear();
        Points points = interrupted("It was on Thursday evening and then")
                .patient("Sorry, go on.")
                .student("Which knee?")
                .interrupted("The right one, the one that")
                .student("Since when?")
                .debrief(KNEE);

        assertThat(measure(points, "interruptions").value()).isEqualTo(2);
        assertThat(points.measures()).extracting(Measure::id).doesNotContain("first_interruption");
    }

    @Test
    void studentsReadOfTheMarkedItemsThatTheySee() {
        Points points = student("Have you had a fever?").interrupted("No.").debrief(KNEE);
        String rests = "2 items that are met rest on lines with such marks alone.";
        assertThat(points.limits()).contains(rests);

        Debrief shown = StudentView.of(whole(points), false);

        assertThat(shown.items()).extracting(DebriefItem::kind).doesNotContain(DebriefKind.RED_FLAG);
        assertThat(shown.limits())
                .contains("1 item that is met rests on lines with such marks alone.")
                .doesNotContain(rests);
        assertThat(StudentView.of(whole(points), true).limits()).isEqualTo(points.limits());
    }

    private static Debrief whole(Points points) {
        return new Debrief(
                "ses_1",
                "0".repeat(64),
                "0".repeat(64),
                Rules.VERSION,
                RULES.digest(),
                true,
                true,
                null,
                points.items(),
                points.measures(),
                points.fidelity(),
                points.limits());
    }
}
