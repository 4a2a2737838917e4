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
                "SUBJECTIVE|Would it be all right if we talked about your shoulder and your back?"
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
                "OBJECTIVE|Is that okay with you?",
                "OBJECTIVE|May I go ahead?"
            })
    void leaveToExamineIs(Phase phase, String line) {
        List<DebriefItem> items = itemsAfter(phase, line);

        assertThat(item(items, TOUCH).result()).isEqualTo(DebriefResult.MET);
        assertThat(item(items, TOUCH).evidence()).extracting(Evidence::itemId).containsExactly("item_1");
        assertThat(item(items, LOOK).outcome()).isEqualTo(DebriefOutcome.FOUND);
    }

    /** A line of the student, and then a test for which the patient has to agree. */
    private static List<DebriefItem> itemsAfter(Phase phase, String text) {
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
        Examination test = new Examination(
                "exam_1",
                "inspection-knee",
                "Looking at the knee",
                Side.RIGHT,
                ExaminationOutcome.FOUND,
                "Hollows beside the kneecap filled",
                null,
                null,
                null,
                ExaminationAsker.PANEL);
        var event = Events.examination("ses_1", test).at(2, AT.plusSeconds(60));
        return Debriefing.of(Conversation.of(List.of(line), List.of(event)), KNEE, RULES)
                .items();
    }

    private static DebriefItem item(List<DebriefItem> items, String id) {
        return items.stream().filter(item -> item.id().equals(id)).findFirst().orElseThrow();
    }
}
