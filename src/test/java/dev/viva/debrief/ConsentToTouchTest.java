package dev.viva.debrief;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.library.TestContent;
import dev.viva.model.DebriefItem;
import dev.viva.model.DebriefOutcome;
import dev.viva.model.DebriefResult;
import dev.viva.model.Evidence;
import dev.viva.model.Examination;
import dev.viva.model.ExaminationAsker;
import dev.viva.model.ExaminationOutcome;
import dev.viva.model.Phase;
import dev.viva.model.Role;
import dev.viva.model.SessionEvent;
import dev.viva.model.Side;
import dev.viva.model.Turn;
import dev.viva.model.TurnSource;
import dev.viva.patient.CasePair;
import dev.viva.transcript.Events;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Leave to ask questions is no leave to examine, whatever else the line names. */
class ConsentToTouchTest {
    private static final Rules RULES = Rules.of(TestContent.SHIPPED.questions());
    private static final CasePair KNEE = TestContent.SHIPPED.pair("knee-after-football", "hana-suzuki", null);
    private static final Instant AT = Instant.parse("2026-11-02T10:00:00Z");
    private static final String TOUCH = "gate/consent-before-touch";
    private static final String LOOK = "examination/standing-and-looking-at-the-knee/right";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SUBJECTIVE|Is it okay if I ask you some questions?",
                "SUBJECTIVE|Do you mind if I take notes?",
                "SUBJECTIVE|Would it be all right for me to ask some questions about how you feel?",
                "SUBJECTIVE|May I have a chat with you?",
                "SUBJECTIVE|Before the examination, is it okay if I ask you a few questions?",
                "SUBJECTIVE|Is it okay if I ask some questions about how it hurts to move?",
                "SUBJECTIVE|I'd like to talk about your blood test results, is that OK?",
                "SUBJECTIVE|I know that your knee hurts. Is it okay if I ask a few questions first?",
                "SUBJECTIVE|Is it okay if I write down what you say about your knee?",
                "SUBJECTIVE|I won't touch your knee yet. Do you mind if I ask some questions?",
                "SUBJECTIVE|Would it be all right if we talked about your shoulder and your back?",
                "SUBJECTIVE|I'm not going to examine you and move your knee today, I'd just like to ask some questions, is that okay?",
                "SUBJECTIVE|I'm not going to examine you yet, I'll just ask some questions first, is that okay?",
                "SUBJECTIVE|I'm not going to touch your knee today. I'd like to ask some questions, is that all right?",
                "SUBJECTIVE|I don't need to examine your knee today, is it all right if we just talk?",
                "SUBJECTIVE|Instead of examining your knee I'd like to ask some questions, is that okay?"
            })
    void leaveToAskIsNoLeaveToExamine(Phase phase, String line) {
        List<DebriefItem> items = itemsAfter(phase, line);

        assertThat(item(items, "gate/consent").result()).isEqualTo(DebriefResult.MET);
        assertThat(item(items, TOUCH).result()).isEqualTo(DebriefResult.NOT_MET);
        assertThat(item(items, LOOK).outcome()).isEqualTo(DebriefOutcome.BEFORE_CONSENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SUBJECTIVE|Is it okay if I examine your knee?",
                "SUBJECTIVE|I'd like to ask some questions and then have a look at your knee. Is that all right?",
                "SUBJECTIVE|I'd like to ask some questions and then have a look at your knee, is that all right?",
                "SUBJECTIVE|Do you mind me examining your knee?",
                "SUBJECTIVE|Can I take a look?",
                "SUBJECTIVE|Is it OK if I put my hands on your back?",
                "SUBJECTIVE|I'd like to check your left knee now, is that all right?",
                "SUBJECTIVE|Is it OK if I bend your knee?",
                "SUBJECTIVE|Would it be all right if I lifted your arm?",
                "SUBJECTIVE|Is it okay if we move on to the examination?",
                "SUBJECTIVE|Are you happy for me to listen to your chest?",
                "SUBJECTIVE|Is it OK if I ask a few questions and check your knee?",
                "SUBJECTIVE|I've been asked to examine your knee. Is that okay with you?",
                "SUBJECTIVE|I'll ask you some questions, then I'd like to bend your knee a little. Is that all right?",
                "SUBJECTIVE|Are you comfortable with being touched?",
                "SUBJECTIVE|All right if we talk about your knee and I examine it?",
                "SUBJECTIVE|May I ask you about the other night, and look you over?",
                "SUBJECTIVE|You don't have to take your sock off for me to examine your ankle, are you happy with that?",
                "SUBJECTIVE|I'm not going to press very hard on your knee, is that okay?",
                "SUBJECTIVE|I'm not going to hurt you are you happy for me to examine your knee",
                "SUBJECTIVE|I'm not going to hurt you, I'd like to examine your knee, is that okay?",
                "SUBJECTIVE|I'm not going to press hard but I'd like to examine your knee, is that okay?",
                "SUBJECTIVE|I'd like to examine your knee without hurting you, is that all right?",
                "SUBJECTIVE|If you don't mind, I'd like to have a look at your knee.",
                "SUBJECTIVE|I'd like to examine your knee while you try not to move, is that okay?",
                "OBJECTIVE|Is that okay with you?",
                "OBJECTIVE|May I go ahead?"
            })
    void leaveToExamineIs(Phase phase, String line) {
        List<DebriefItem> items = itemsAfter(phase, line);

        assertThat(item(items, TOUCH).result()).isEqualTo(DebriefResult.MET);
        assertThat(item(items, TOUCH).evidence()).extracting(Evidence::itemId).containsExactly("item_1");
        assertThat(item(items, LOOK).outcome()).isEqualTo(DebriefOutcome.FOUND);
    }

    /** A test that the case does not have was done all the same. */
    @ParameterizedTest
    @CsvSource({"NOT_IN_CASE, NOT_MET", "CONTRAINDICATED, MET"})
    void leaveComesBeforeTheFirstTestThatWasDone(ExaminationOutcome first, DebriefResult result) {
        List<DebriefItem> items = items(
                Phase.OBJECTIVE, "May I examine your knee?", test(first, -60), test(ExaminationOutcome.FOUND, 60));

        assertThat(item(items, TOUCH).result()).isEqualTo(result);
    }

    /** A line of the student, and then a test for which the patient has to agree. */
    private static List<DebriefItem> itemsAfter(Phase phase, String text) {
        return items(phase, text, test(ExaminationOutcome.FOUND, 60));
    }

    private static List<DebriefItem> items(Phase phase, String text, SessionEvent... tests) {
        Turn line = new Turn(
                1L,
                "item_1",
                Role.STUDENT,
                null,
                phase,
                text,
                TurnSource.PROVIDER,
                false,
                null,
                null,
                null,
                null,
                AT,
                null,
                AT,
                null);
        return Debriefing.of(Conversation.of(List.of(line), List.of(tests)), KNEE, RULES)
                .items();
    }

    private static SessionEvent test(ExaminationOutcome outcome, long after) {
        Examination test = new Examination(
                "exam_" + outcome,
                "inspection-knee",
                "Looking at the knee",
                Side.RIGHT,
                outcome,
                "Hollows beside the kneecap filled",
                null,
                null,
                null,
                ExaminationAsker.PANEL);
        return Events.examination("ses_1", test).at(2, AT.plusSeconds(after));
    }

    private static DebriefItem item(List<DebriefItem> items, String id) {
        return items.stream().filter(item -> item.id().equals(id)).findFirst().orElseThrow();
    }
}
