package dev.viva.library;

import static dev.viva.library.TestContent.PERSONA;
import static dev.viva.library.TestContent.PERSONA_FILE;
import static dev.viva.library.TestContent.SCENARIO;
import static dev.viva.library.TestContent.SCENARIO_FILE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.viva.content.ContentConfiguration;
import dev.viva.content.ContentException;
import dev.viva.content.ContentFolder;
import dev.viva.content.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentCheckTest {
    @TempDir
    private Path dir;

    @BeforeEach
    void writeValidContent() throws IOException {
        TestContent.writeTo(dir);
    }

    @Test
    void listsTheFindingsOfAllFilesAtOnce() throws IOException {
        Files.writeString(
                dir.resolve(PERSONA_FILE),
                PERSONA.replace("age: 36", "age: 130").replace("name: Ada King\n", ""));
        Files.writeString(dir.resolve(SCENARIO_FILE), SCENARIO.replace("min_age: 18", "min_age: 61"));

        assertThatExceptionOfType(ContentException.class)
                .isThrownBy(() -> TestContent.load(dir))
                .withMessage("""
                        Invalid content:
                        personas/ada-king.yaml:1: the name is required
                        personas/ada-king.yaml:2: the age must be at most 120
                        scenarios/sore-wrist.yaml:16: guardrails: the min_age is above max_age, so no patient fits""");
    }

    @Test
    void reportsAnUnreadablePatientOnlyOnce() throws IOException {
        Files.writeString(dir.resolve(PERSONA_FILE), "");

        assertThat(findings()).containsExactly(PERSONA_FILE + ": the file is empty");
    }

    @Test
    void refusesADuplicateCode() throws IOException {
        Files.writeString(dir.resolve("scenarios/tired-wrist.yaml"), SCENARIO.replace("sore-wrist", "tired-wrist"));

        assertThat(findings())
                .containsExactly(
                        "scenarios/tired-wrist.yaml:2: the code is also the code of scenarios/sore-wrist.yaml");
    }

    @Test
    void refusesExpandingAliases() throws IOException {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9)));
        }
        Files.writeString(dir.resolve(PERSONA_FILE), bomb);

        assertThat(findings())
                .hasSize(20)
                .first()
                .isEqualTo(PERSONA_FILE
                        + ":1: the text starts with & or *, which mean something else here: put the text in quotes");
    }

    @Test
    void refusesAFileThatIsTooLarge() throws IOException {
        Files.writeString(dir.resolve(PERSONA_FILE), PERSONA + "#".repeat(ContentFolder.MAX_BYTES));

        assertThat(findings()).containsExactly(PERSONA_FILE + ": the file is larger than 256 KiB");
    }

    @Test
    void refusesAFileThatIsNotUtf8() throws IOException {
        Files.write(
                dir.resolve(PERSONA_FILE),
                PERSONA.replace("Ada King", "Adä King").getBytes(StandardCharsets.ISO_8859_1));

        assertThat(findings()).containsExactly(PERSONA_FILE + ": the file is not UTF-8: save it as UTF-8");
    }

    @Test
    void reportsAnIgnoredFile() throws IOException {
        Files.writeString(dir.resolve("personas/bob-hill.yml"), PERSONA);

        assertThat(findings())
                .containsExactly("personas/bob-hill.yml: the file is not read: only files named {id}.yaml belong here");
    }

    @Test
    void ignoresHiddenFiles() throws IOException {
        Files.writeString(dir.resolve("personas/.ada-king.yaml.swp"), "x");

        assertThat(findings()).isEmpty();
    }

    @Test
    void reportsAMissingOrEmptyFolder() throws IOException {
        Files.delete(dir.resolve(PERSONA_FILE));
        assertThat(findings()).containsExactly("personas: the folder is empty: the content needs at least one");

        Files.delete(dir.resolve("personas"));
        assertThat(findings()).containsExactly("personas: the folder is missing: the content needs it");
    }

    @Test
    void refusesACaseThatIsTooLongForTheVoice() throws IOException {
        var items = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            items.append("  - {topic: T%d, cues: [cue %d], reply: %s}\n"
                    .formatted(i, i, "word ".repeat(190).strip()));
        }
        Files.writeString(dir.resolve(SCENARIO_FILE), SCENARIO.replace("\nsubjective:\n", "\nsubjective:\n" + items));

        assertThat(findings())
                .singleElement()
                .asString()
                .startsWith(SCENARIO_FILE + ":1: the file is too long for the voice: about 1")
                .endsWith(" tokens with ada-king, at most 12,000. Shorten replies or leave topics out");
    }

    private List<String> findings() {
        return new ContentCheck(TestContent.SCHEMAS)
                .findings(ContentConfiguration.only(dir)).stream()
                        .map(Finding::toString)
                        .toList();
    }
}
