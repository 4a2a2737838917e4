package dev.viva.library;

import static dev.viva.library.TestContent.SCENARIO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.content.ContentConfiguration;
import dev.viva.content.ContentFolder;
import dev.viva.content.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An author can change only what is in the own folder, so that is where a conflict with Viva's content is reported. */
class OwnContentTest {
    private static final String OWN = SCENARIO.replace("sore-wrist", "aa-wrist");

    @TempDir
    private Path dir;

    @Test
    void reportsACodeThatACaseOfVivaHas() throws IOException {
        write("scenarios/aa-wrist.yaml", OWN.replace("T-01", "MSK-02"));

        assertThat(errors())
                .containsExactly(
                        "scenarios/aa-wrist.yaml:2: the code is also the code of scenarios/back-after-lifting.yaml");
    }

    @Test
    void reportsANameThatAPatientOfVivaGivesAway() throws IOException {
        write("scenarios/aa-wrist.yaml", OWN.replace("aliases: [", "aliases: [unheard of, Laser Cooling, "));

        assertThat(errors())
                .containsExactly(
                        "scenarios/aa-wrist.yaml:34: item 2 of aliases is given away by a patient that comes with Viva,"
                                + " personas/hana-suzuki.yaml: \"laser cooling\". Leave that patient out by"
                                + " guardrails.excludes or guardrails.personas");
    }

    @Test
    void reportsWhatIsMissingInAFileThatStandsInThePlaceOfVivas() throws IOException {
        write("questions.yaml", without(builtIn("questions.yaml"), "allergies"));
        write("catalogs/special-tests.yaml", without(builtIn("catalogs/special-tests.yaml"), "lachman"));

        assertThat(errors())
                .containsExactly(
                        "catalogs/special-tests.yaml:1: the file lacks \"lachman\", which a case that comes with Viva"
                                + " uses: add it again",
                        "questions.yaml:1: the file lacks \"allergies\", which a case that comes with Viva uses: add"
                                + " it again");
    }

    @Test
    void reportsAPatientWhoNoLongerFitsACaseOfViva() throws IOException {
        String persona = builtIn("personas/stanley-baptiste.yaml");
        write("personas/stanley-baptiste.yaml", persona.replaceFirst("age: \\d+", "age: 30"));

        assertThat(errors())
                .isNotEmpty()
                .allSatisfy(error -> assertThat(error)
                        .startsWith("personas/stanley-baptiste.yaml:1: the file is named by ")
                        .contains(", which it does not fit: "));
    }

    @Test
    void warnsOfAnEnglishQuestionForAPatientWhoSpeaksAnotherLanguage() throws IOException {
        write("personas/ada-king.yaml", TestContent.PERSONA.replace("language: en", "language: de"));
        write(
                "scenarios/aa-wrist.yaml",
                OWN.replace("cues: [how bad], examples: [How bad is it],", "like: severity,")
                        .replace("sexes: [female]}", "sexes: [female], personas: [ada-king]}"));

        assertThat(new ContentCheck(TestContent.SCHEMAS).findings(new ContentConfiguration(dir)))
                .extracting(Finding::toString)
                .anySatisfy(finding -> assertThat(finding)
                        .startsWith("scenarios/aa-wrist.yaml:")
                        .contains("warning", "is a question in English", "questions.yaml of your own"));
    }

    private void write(String name, String text) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String builtIn(String name) {
        return ContentFolder.read(ContentConfiguration.builtIn()).files().stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow()
                .text();
    }

    private static String without(String text, String id) {
        assertThat(text).contains("id: " + id);
        return text.replaceFirst("id: " + id + "\\b", "id: other");
    }

    private List<String> errors() {
        return new ContentCheck(TestContent.SCHEMAS)
                .findings(new ContentConfiguration(dir)).stream()
                        .filter(Finding::isError)
                        .map(Finding::toString)
                        .toList();
    }
}
