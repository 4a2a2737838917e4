package dev.viva.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.model.Role;
import dev.viva.model.SessionState;
import dev.viva.model.Transcript;
import dev.viva.model.Turn;
import dev.viva.model.TurnSource;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TranscriptFormsTest {
    private static final Instant AT = Instant.parse("2026-11-02T10:04:31.200Z");

    @Test
    void escapesAllUserText() {
        String page =
                new TranscriptPage().print(transcript("<b>A & B</b>", turn("<script>alert('x')</script>", false)));

        assertThat(page)
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;")
                .contains("&lt;b&gt;A &amp; B&lt;/b&gt;")
                .doesNotContain("<script", "<b>A");
    }

    @Test
    void marksALateLineInBothFormats() {
        var transcript = transcript("Hana", turn("Goodbye", true));

        assertThat(new TranscriptPage().print(transcript)).contains("[arrived after the end]");
        assertThat(new TranscriptText().print(transcript)).contains("Student: Goodbye  [arrived after the end]");
    }

    @Test
    void marksInterruptedRevisedAndUnconfirmedLines() {
        var turn = turn("Where", false, true);

        assertThat(new TranscriptPage().print(transcript("Hana", turn)))
                .contains("[interrupted]", "[words corrected]", "[not confirmed by the voice service]");
        assertThat(new TranscriptText().print(transcript("Hana", turn)))
                .contains("Where  [interrupted]  [words corrected]  [not confirmed by the voice service]\n");
    }

    @Test
    void joinsAMultilineTurnIntoOneTextLine() {
        assertThat(new TranscriptText().print(transcript("Hana", turn("one\r\ntwo\u2028three", false))))
                .contains("10:04:31  Student: one two three\n");
    }

    @Test
    void plainTextContainsNoTerminalControls() {
        String words = "a\u001b[31mb\u009bc\u007fd\u202ee\u2067f\tg\u200eh";

        assertThat(new TranscriptText().print(transcript("Ha\u001bna\u202d", turn(words, false))))
                .contains("Student: a\ufffd[31mb\ufffdc\ufffdd\ufffde\ufffdf\tg\u200eh\n")
                .contains("Conversation with Ha\ufffdna\ufffd,");
    }

    @Test
    void pageDeclaresLanguageAndDirection() {
        var page = new TranscriptPage();

        assertThat(page.print(transcript("Hana", turn("Good morning", false))))
                .contains("<span lang=\"en\" dir=\"auto\">Good morning</span>");
        assertThat(page.print(transcript("Hana", turn(Role.PATIENT, "صباح الخير", false, null))))
                .contains("<span lang=\"ar\" dir=\"auto\">صباح الخير</span>");
    }

    @Test
    void readerCanRecomputeTheDigest() {
        var turn = turn("Grüß!", false);

        // Computed by: printf 'item_1\nstudent\n7\nGr\303\274\303\237!\n' | sha256sum
        assertThat(TranscriptDigest.of(List.of(turn)))
                .isEqualTo("c5c2e993f18ea04284181ac808034828106d753b14b8158ebc0ef0e37acfb296");
        assertThat(TranscriptDigest.of(List.of()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    private static Turn turn(String text, boolean late) {
        return turn(text, late, null);
    }

    private static Turn turn(String text, boolean late, @Nullable Boolean marked) {
        return turn(Role.STUDENT, text, late, marked);
    }

    private static Turn turn(Role role, String text, boolean late, @Nullable Boolean marked) {
        return new Turn(
                1L,
                "item_1",
                role,
                null,
                null,
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
        return new Transcript(
                "ses_x",
                "A knee",
                patient,
                "en",
                "ar",
                SessionState.CLOSED,
                AT,
                AT,
                1L,
                1,
                "0".repeat(64),
                60,
                true,
                List.of(turn));
    }
}
