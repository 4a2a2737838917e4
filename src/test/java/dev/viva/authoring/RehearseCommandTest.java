package dev.viva.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RehearseCommandTest {
    @TempDir
    Path folder;

    @Test
    void talksWithThePatientOfTheCase() {
        var viva = Viva.typing("""
                How did you get injured?
                :phase examination
                :examine lachman right
                :quit
                How bad is it?
                """, "rehearse", "knee-after-football", "hana-suzuki");

        assertThat(viva.failed()).as(viva.err()).isFalse();
        assertThat(viva.out())
                .contains("Student: How did you get injured?", "Hana Suzuki: ", "[topic: How it happened]")
                .contains("Finding: ", "[finding: Lachman test, right]")
                .containsPattern("History: 1 of \\d+ topics reached. Not reached: Main problem;")
                .containsPattern("Examination: 1 of \\d+ findings reached. Not reached: ")
                .doesNotContain("How bad is it?");
    }

    @Test
    void acceptsAScriptWhoseExpectationsAreMet() throws IOException {
        var viva = rehearse("""
                # The mechanism
                How did you get injured?
                > topic: How it happened
                > says: right foot

                :phase examination
                :examine Lachman test, left
                > finding: Lachman test, left
                qwertz uiop asdf
                > not followed
                """);

        assertThat(viva.failed()).as(viva.out()).isFalse();
        assertThat(viva.out()).contains("Expectations: 4 of 4 met.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            > topic: Noise at the time          | expected topic: Noise at the time, but topic: How it happened
            > topic: Nois                       | the case has no topic "Nois"
            > finding: Lachman test, right      | expected finding: Lachman test, right, but topic: How it happened
            > finding: Lachman test             | the case has no finding "Lachman test"
            > says: an elephant                 | expected says: an elephant
            > says:                             | says: needs the words
            > not followed                      | expected not followed, but topic: How it happened
            > anything                          | "anything" is no expectation
            :phase dinner                       | there is no phase "dinner"
            :dance                              | there is no command :dance
            """)
    void failsWithTheLineOfAnExpectationThatIsNotMet(String line, String words) throws IOException {
        var viva = rehearse("How did you get injured?\n" + line + "\n");

        assertThat(viva.failed()).isTrue();
        assertThat(viva.out()).contains("FAILED line 2: " + words);
        assertThat(viva.err()).contains("1 expectation not met.");
    }

    @Test
    void asksForTheSideOfATest() {
        assertThat(examining(":examine lachman").out())
                .contains("Say which side you examine, left or right.", "Examination: 0 of ");
    }

    @Test
    void refusesATestDuringTheHistory() {
        var viva = Viva.typing(":examine lachman right\n", "rehearse", "knee-after-football", "hana-suzuki");

        assertThat(viva.out()).contains("Tests are performed once the history is finished.", "Examination: 0 of ");
    }

    @Test
    void asksForConsentAsTheServiceDoes() {
        assertThat(examining(":examine inspection-knee right").out())
                .contains(
                        "Tell the patient what this test involves, and ask whether they agree.", "Examination: 0 of ");
        assertThat(examining(":examine inspection-knee, right, consent").out())
                .contains("[finding: Standing and looking at the knee, right]", "Examination: 1 of ");
    }

    @Test
    void letsThePatientAgreeInTheConversation() {
        String request = "Let me inspect your right knee for bruises and swelling.";

        assertThat(examining(request).out()).contains("Examination: 0 of ");
        assertThat(examining(request, "Is that all right with you?", request).out())
                .contains("[finding: Standing and looking at the knee, right]", "Examination: 1 of ");
    }

    @Test
    void goesOnAfterATestAsTheServiceDoes() {
        var oneSide = examining("I'd like to do the Lachman test.", "Right.", "Does that hurt?");
        assertThat(oneSide.out())
                .contains("Hana Suzuki: Which side, left or right?", "[finding: Lachman test, right]")
                .contains("Examination: 1 of ");

        assertThat(examining("I'd like to do the Lachman test on both sides.").out())
                .contains("[finding: Lachman test, left; Lachman test, right]", "Examination: 2 of ");
    }

    @Test
    void countsATestThatMustNotBeDoneAsNotDone() {
        var viva = examining(":examine hop left", "> finding: Hopping, not done");

        assertThat(viva.failed()).as(viva.out()).isFalse();
        assertThat(viva.out())
                .contains("Finding: Not done. Hopping on a swollen knee", "Hana Suzuki: Hop? On this one?")
                .doesNotContain("I might land on the wrong one", "Hopping, left");
    }

    @Test
    void saysThatThereIsNoSuchTest() {
        assertThat(examining(":examine crystal-ball").out()).contains("There is no test \"crystal-ball\"");
    }

    @Test
    void neverCallsATestNormalThatTheCaseDoesNotHold() {
        assertThat(examining(":examine berg-balance").out())
                .contains("Nothing is recorded for this test.")
                .doesNotContainIgnoringCase("normal");
    }

    @Test
    void letsAnotherPersonSpeak() {
        var viva = Viva.typing("Hello\n", "rehearse", "knee-after-football", "hana-suzuki", "--role", "team-mate");

        assertThat(viva.failed()).as(viva.err()).isFalse();
        assertThat(viva.out()).contains("Alex: ", "Examination: 0 of 0 findings");
    }

    @Test
    void reachesEverythingWhenAskedFor() {
        var viva = Viva.run("rehearse", "knee-after-football", "hana-suzuki", "--all");

        assertThat(viva.failed()).as(viva.out()).isFalse();
        assertThat(viva.out()).containsPattern("History: (\\d+) of \\1 topics reached\\.\n");
    }

    @Test
    void readsNoScriptWhileItAsksForEverything() throws IOException {
        Path file = Files.writeString(folder.resolve("script.txt"), "Hello\n");

        var viva = Viva.run("rehearse", "knee-after-football", "hana-suzuki", file.toString(), "--all");

        assertThat(viva.failed()).isTrue();
        assertThat(viva.out()).isEmpty();
        assertThat(viva.err()).contains("--all", "reads no script").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            knee          | hana-suzuki    |           | There is no case knee. Known are: back-after-lifting
            stiff-shoulder| nobody         |           | There is no patient nobody. Known are: amina-warsame
            stiff-shoulder| leo-hartmann   |           | years old
            knee-after-football | hana-suzuki | nobody.txt| There is no file nobody.txt
            """)
    void saysWhatIsWrongWithItsArguments(String scenario, String persona, String file, String words) {
        var viva =
                file == null ? Viva.run("rehearse", scenario, persona) : Viva.run("rehearse", scenario, persona, file);

        assertThat(viva.failed()).isTrue();
        assertThat(viva.err()).contains(words).doesNotContain("\tat ");
    }

    @Test
    void leavesOutTheMarkThatAnEditorPutsBeforeAText() throws IOException {
        String script = "\uFEFF# The mechanism\nHow did you get injured?\n> topic: How it happened\n";

        for (var viva :
                List.of(rehearse(script), Viva.typing(script, "rehearse", "knee-after-football", "hana-suzuki"))) {
            assertThat(viva.failed()).as(viva.out()).isFalse();
            assertThat(viva.out()).contains("Expectations: 1 of 1 met.").doesNotContain("The mechanism");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "UTF-16"})
    void saysThatAScriptIsNotUtf8(String encoding) throws IOException {
        byte[] script = "Wie heißen Sie?\n".getBytes(Charset.forName(encoding));
        Path file = Files.write(folder.resolve("script.txt"), script);

        var named = Viva.run("rehearse", "knee-after-football", "hana-suzuki", file.toString());
        var piped = Viva.reading(script, "rehearse", "knee-after-football", "hana-suzuki");

        assertThat(named.err())
                .contains(file + " is not UTF-8: save it as UTF-8.")
                .doesNotContain("\tat ");
        assertThat(piped.failed()).isTrue();
        assertThat(piped.err()).contains("is not UTF-8: save it as UTF-8.").doesNotContain("\tat ");
    }

    private static Viva examining(String... lines) {
        return Viva.typing(
                ":phase examination\n" + String.join("\n", lines) + "\n",
                "rehearse",
                "knee-after-football",
                "hana-suzuki");
    }

    private Viva rehearse(String script) throws IOException {
        Path file = Files.writeString(folder.resolve("script.txt"), script);
        return Viva.run("rehearse", "knee-after-football", "hana-suzuki", file.toString());
    }
}
