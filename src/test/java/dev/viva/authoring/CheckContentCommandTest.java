package dev.viva.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.realtime.SimulatorFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import net.sourceforge.argparse4j.inf.Namespace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckContentCommandTest {
    @TempDir
    Path folder;

    private String dir;
    private Path file;

    @BeforeEach
    void makeACase() {
        dir = folder.toString();
        Viva.run("new-case", "sore-elbow", "--dir", dir, "--persona", "sam-example");
        file = folder.resolve("scenarios/sore-elbow.yaml");
    }

    @Test
    void acceptsTheCasesThatComeWithViva() {
        var viva = Viva.run("check-content", "--skip-examples");

        assertThat(viva.failed()).as(viva.out()).isFalse();
        assertThat(viva.out()).containsPattern("0 errors, \\d+ warnings?: \\d+ cases and \\d+ patients\\.");
    }

    @Test
    void failsOnErrorsAndPrintsAllOfThem() throws IOException {
        replace("minutes: 20", "minutes: 500");
        replace("difficulty: introductory", "difficulty: easy");

        var viva = Viva.run("check-content", dir);

        assertThat(viva.failed()).isTrue();
        assertThat(viva.out())
                .containsPattern("Errors\n  scenarios/sore-elbow.yaml:\\d+: the difficulty")
                .contains("minutes", "difficulty", "Warnings", "2 errors, ");
        assertThat(viva.err()).contains("cannot serve").doesNotContain("\tat ");
    }

    @Test
    void printsWorkflowCommandsForGitHub() throws IOException {
        replace("minutes: 20", "minutes: 500");

        var viva = Viva.run("check-content", dir, "--format", "github");

        assertThat(viva.failed()).isTrue();
        assertThat(viva.out())
                .containsPattern("(?m)^::error file=" + dir + "/scenarios/sore-elbow\\.yaml(,line=\\d+)?::.*minutes")
                .containsPattern("(?m)^::warning file=" + dir + "/scenarios/sore-elbow\\.yaml,line=\\d+::")
                .doesNotContain("Warnings");
    }

    @Test
    void saysThatABuildWithoutASimulatorChecksNoExamples() {
        var out = new ByteArrayOutputStream();
        var command = new CheckContentCommand(
                new Console(InputStream.nullInputStream(), out, false), new SimulatorFactory.None());
        Map<String, Object> arguments = Map.of("dir", dir, "format", "plain", "skip_examples", false, "strict", false);

        command.run(new Namespace(arguments), new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("The examples were not checked: this build has no simulator", "0 errors, ");
    }

    @Test
    void warnsOfAFolderThatIsNotRead() throws IOException {
        Files.createDirectory(folder.resolve("scenario"));

        assertThat(Viva.run("check-content", dir, "--skip-examples").out())
                .contains("  scenario: the folder is not read: only personas, ");
    }

    @Test
    void checksAFolderThatIsServedAlone() throws IOException {
        replace("guardrails:\n", "guardrails:\n  personas: [hana-suzuki]\n");

        var beside = Viva.run("check-content", dir, "--skip-examples");
        var alone = Viva.run("check-content", dir, "--alone", "--skip-examples");

        assertThat(beside.failed()).as(beside.out()).isFalse();
        assertThat(alone.failed()).isTrue();
        assertThat(alone.out()).contains("\"hana-suzuki\" is no patient");
    }

    @Test
    void acceptsACodeOfVivasOwnCasesInAFolderThatIsServedAlone() throws IOException {
        replace("code: REPLACE-SORE-ELBOW", "code: MSK-01");

        assertThat(Viva.run("check-content", dir, "--skip-examples").failed()).isTrue();
        assertThat(Viva.run("check-content", dir, "--alone", "--skip-examples").failed())
                .isFalse();
    }

    @Test
    void saysThatAloneNeedsAFolder() {
        var viva = Viva.run("check-content", "--alone");

        assertThat(viva.failed()).isTrue();
        assertThat(viva.err()).contains("--alone needs a content folder.").doesNotContain("\tat ");
    }

    @Test
    void saysThatThereIsNoSuchFolder() {
        var viva = Viva.run("check-content", dir + "/no-such-folder");

        assertThat(viva.failed()).isTrue();
        assertThat(viva.err()).contains("no-such-folder").doesNotContain("\tat ");
    }

    private void replace(String text, String by) throws IOException {
        String before = Files.readString(file);
        assertThat(before).contains(text);
        Files.writeString(file, before.replace(text, by));
    }
}
