package dev.viva.transcript.print;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.model.EventType;
import dev.viva.model.Examination;
import dev.viva.model.ExaminationAsker;
import dev.viva.model.ExaminationOutcome;
import dev.viva.model.Participant;
import dev.viva.model.Phase;
import dev.viva.model.Role;
import dev.viva.model.SessionEvent;
import dev.viva.model.SessionState;
import dev.viva.model.Side;
import dev.viva.model.Transcript;
import dev.viva.model.Turn;
import dev.viva.model.TurnSource;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TranscriptFormsTest {
    private static final Instant AT = Printed.AT;

    @Test
    void escapesAllUserText() {
        String page = Printed.page(transcript("<b>A & B</b>", turn("<script>alert('x')</script>", false)));

        assertThat(page)
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;")
                .contains("&lt;b&gt;A &amp; B&lt;/b&gt;")
                .doesNotContain("<script", "<b>A");
    }

    @Test
    void marksALateLineInBothFormats() {
        var transcript = transcript("Hana", turn("Goodbye", true));

        assertThat(Printed.page(transcript)).contains("[arrived after the end]");
        assertThat(Printed.text(transcript)).contains("Student: Goodbye  [arrived after the end]");
    }

    @Test
    void marksInterruptedRevisedAndUnconfirmedLines() {
        var turn = turn("Where", false, true);

        assertThat(Printed.page(transcript("Hana", turn)))
                .contains("[interrupted]", "[words corrected]", "[not confirmed by the voice service]");
        assertThat(Printed.text(transcript("Hana", turn)))
                .contains("Where  [interrupted]  [words corrected]  [not confirmed by the voice service]\n");
    }

    @Test
    void joinsAMultilineTurnIntoOneTextLine() {
        assertThat(Printed.text(transcript("Hana", turn("one\r\ntwo\u2028three", false))))
                .contains("10:04:31  Student: one two three\n");
    }

    @Test
    void plainTextContainsNoTerminalControls() {
        String words = "a\u001b[31mb\u009bc\u007fd\u202ee\u2067f\tg\u200eh";

        assertThat(Printed.text(transcript("Ha\u001bna\u202d", turn(words, false))))
                .contains("Student: a\ufffd[31mb\ufffdc\ufffdd\ufffde\ufffdf\tg\u200eh\n")
                .contains("Conversation with Ha\ufffdna\ufffd,");
    }

    @Test
    void pageDeclaresLanguageAndDirection() {
        assertThat(Printed.page(transcript("Hana", turn("Good morning", false))))
                .contains("<span lang=\"en\" dir=\"auto\">Good morning</span>");
        assertThat(Printed.page(transcript("Hana", turn(Role.PATIENT, "صباح الخير", false, null))))
                .contains("<span lang=\"ar\" dir=\"auto\">صباح الخير</span>");
    }

    @Test
    void namesWhoSpeaksInPlaceOfThePatient() {
        var turn = turn(Role.PATIENT, "He fell off the swing.", "Amira Haddad", Phase.SUBJECTIVE);
        var transcript = transcript("Sami Haddad", "Amira Haddad", turn);

        assertThat(Printed.text(transcript))
                .contains(
                        "Conversation with Amira Haddad about Sami Haddad,", "  Amira Haddad: He fell off the swing.\n")
                .doesNotContain("Sami Haddad: ");
        assertThat(Printed.page(transcript))
                .contains("Conversation with Amira Haddad about Sami Haddad on", ">Amira Haddad</th>")
                .doesNotContain(">Sami Haddad</th>");
    }

    @Test
    void beginsEachPhaseWithAHeading() {
        var transcript = transcript(
                "Hana",
                null,
                turn(Role.STUDENT, "one", null, Phase.SUBJECTIVE),
                turn(Role.PATIENT, "two", null, Phase.SUBJECTIVE),
                turn(Role.STUDENT, "three", null, Phase.OBJECTIVE),
                turn(Role.PATIENT, "four", null, Phase.TREATMENT_PLAN),
                turn(Role.STUDENT, "asked before", null, Phase.OBJECTIVE));

        assertThat(Printed.text(transcript)).contains("""
                -- Subjective: taking the history --
                10:04:31  Student: one
                10:04:31  Hana: two
                -- Objective: the examination --
                10:04:31  Student: three
                -- Plan: agreeing a plan --
                10:04:31  Hana: four
                10:04:31  Student: asked before
                """);
        assertThat(Printed.page(transcript))
                .containsOnlyOnce("Subjective: taking the history</th>")
                .containsOnlyOnce("Objective: the examination</th>")
                .containsOnlyOnce("Plan: agreeing a plan</th>");
    }

    @Test
    void namesTheParticipantAndKeepsTheStudentsLabel() {
        var transcript = of("Hana", null, new Participant("<i>Kim\nLee", "PT-2B"), null, turn("Hello", false));

        assertThat(Printed.text(transcript))
                .startsWith("A knee\nStudent: <i>Kim Lee, PT-2B\nConversation with Hana,")
                .contains("10:04:31  Student: Hello\n");
        assertThat(Printed.page(transcript))
                .contains("Student: <bdi>&lt;i&gt;Kim\nLee, PT-2B</bdi>")
                .contains(">Student</th>");
    }

    @Test
    void namesNobodyWhoGaveNoName() {
        var group = of("Hana", null, new Participant(null, "PT-2B"), null, turn("Hello", false));

        assertThat(Printed.text(group)).startsWith("A knee\nStudent: PT-2B\n");
        assertThat(Printed.text(transcript("Hana", turn("Hello", false))))
                .startsWith("A knee\nConversation with Hana,");
    }

    @Test
    void showsExaminationsWhereTheyWereDone() {
        var transcript = of(
                "Hana",
                null,
                null,
                List.of(
                        examined(2, "Soft <end> feel", "That\nhurts.", null),
                        examined(9, null, null, "On which side?")),
                Printed.turn(1, "one", Phase.SUBJECTIVE),
                Printed.turn(3, "two", Phase.OBJECTIVE),
                Printed.turn(5, "three", Phase.TREATMENT_PLAN));

        assertThat(Printed.text(transcript)).contains("""
                -- Subjective: taking the history --
                10:04:31  Student: one
                -- Objective: the examination --
                10:04:31  Examination: Lachman test, right: Soft <end> feel (Hana: That hurts.)
                10:04:31  Student: two
                -- Plan: agreeing a plan --
                10:04:31  Student: three
                10:04:31  Examination: Lachman test, right: On which side?
                """);
        assertThat(Printed.page(transcript))
                .contains(">Examination</th>", "Lachman test, right: Soft &lt;end&gt; feel")
                .containsOnlyOnce("Objective: the examination</th>");
    }

    private static SessionEvent examined(
            long seq, @Nullable String finding, @Nullable String reply, @Nullable String detail) {
        var examination = new Examination(
                "item_e" + seq,
                "lachman",
                "Lachman test",
                Side.RIGHT,
                finding == null ? ExaminationOutcome.SIDE_NEEDED : ExaminationOutcome.FOUND,
                finding,
                reply,
                detail,
                null,
                ExaminationAsker.PANEL);
        return new SessionEvent(
                "ses_x",
                seq,
                EventType.EXAMINATION,
                AT,
                null,
                null,
                null,
                null,
                null,
                null,
                examination,
                null,
                null,
                null);
    }

    private static Turn turn(String text, boolean late) {
        return turn(text, late, null);
    }

    private static Turn turn(String text, boolean late, @Nullable Boolean marked) {
        return turn(Role.STUDENT, text, late, marked);
    }

    private static Turn turn(Role role, String text, @Nullable String speaker, Phase phase) {
        return turn(role, text, speaker, phase, false, null);
    }

    private static Turn turn(Role role, String text, boolean late, @Nullable Boolean marked) {
        return turn(role, text, null, null, late, marked);
    }

    private static Turn turn(
            Role role,
            String text,
            @Nullable String speaker,
            @Nullable Phase phase,
            boolean late,
            @Nullable Boolean marked) {
        return new Turn(
                1L,
                "item_1",
                role,
                speaker,
                phase,
                text,
                TurnSource.CLIENT,
                late,
                marked,
                marked,
                marked,
                null,
                null,
                null,
                AT,
                null);
    }

    private static Transcript transcript(String patient, Turn turn) {
        return transcript(patient, null, turn);
    }

    private static Transcript transcript(String patient, @Nullable String speaker, Turn... turns) {
        return of(patient, speaker, null, null, turns);
    }

    private static Transcript of(
            String patient,
            @Nullable String speaker,
            @Nullable Participant participant,
            @Nullable List<SessionEvent> examinations,
            Turn... turns) {
        return new Transcript(
                "ses_x",
                "A knee",
                patient,
                speaker,
                "en",
                "ar",
                participant,
                SessionState.CLOSED,
                AT,
                AT,
                1L,
                turns.length,
                "0".repeat(64),
                60,
                true,
                List.of(turns),
                examinations);
    }
}
