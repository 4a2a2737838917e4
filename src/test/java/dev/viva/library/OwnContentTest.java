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
import java.util.function.Predicate;
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

    @Test
    void findsNothingInCasesOfVivaForAPatientWhoSpeaksAnotherLanguage() throws IOException {
        write("personas/ada-king.yaml", TestContent.PERSONA.replace("language: en", "language: de"));

        assertThat(new ContentCheck(TestContent.SCHEMAS).findings(new ContentConfiguration(dir)))
                .isEmpty();
    }

    @Test
    void reportsATestThatBothCataloguesHave() throws IOException {
        write(
                "catalogs/special-tests.yaml",
                builtIn("catalogs/special-tests.yaml").replaceFirst("- id: [a-z-]+\\n", "- id: gait\n"));

        assertThat(errors())
                .anySatisfy(error -> assertThat(error)
                        .startsWith("catalogs/special-tests.yaml:")
                        .endsWith("the id is also the id of a test in catalogs/functional-tests.yaml"));
    }

    @Test
    void reportsADangerThatNobodyCanRuleOut() throws IOException {
        String never = OWN.replace("test_id: grip-strength", "test_id: grip-strength\n    contraindication: It hurts.");
        String at = "scenarios/aa-wrist.yaml:36: red_flags \"Scaphoid fracture after a fall\": the covered_by ";

        write("scenarios/aa-wrist.yaml", never.replace("covered_by: [Onset]", "covered_by: [Grip]"));
        assertThat(errors())
                .containsExactly(at + "names only what must not be done, so no student can rule the danger out: name a"
                        + " topic of the history, or a test that can be done");

        write("scenarios/aa-wrist.yaml", never.replace("covered_by: [Onset]", "covered_by: [Onset, Grip], all: true"));
        assertThat(errors())
                .containsExactly(at + "names a test that must not be done, and all are needed, so no student can rule"
                        + " the danger out: leave that test out");

        write("scenarios/aa-wrist.yaml", never.replace("covered_by: [Onset]", "covered_by: [Onset, Grip]"));
        assertThat(errors()).isEmpty();
    }

    @Test
    void warnsOfATopicWithTheNameOfAQuestionThatThePatientAnswers() throws IOException {
        String own = OWN.replace("topic: Onset,", "topic: medicines,").replace("[Onset]", "[medicines]");
        String warning = "the topic is the name of a standard question too, which the patient answers from their own"
                + " file: add like: medicines if it asks the same, else rename the topic";

        write("scenarios/aa-wrist.yaml", own);
        assertThat(warnings()).contains("scenarios/aa-wrist.yaml:23: warning: subjective \"medicines\": " + warning);

        write("scenarios/aa-wrist.yaml", own.replace("topic: medicines,", "topic: medicines, like: medicines,"));
        assertThat(warnings()).noneSatisfy(finding -> assertThat(finding).contains(warning));
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
        return findings(Finding::isError);
    }

    private List<String> warnings() {
        return findings(finding -> !finding.isError());
    }

    private List<String> findings(Predicate<Finding> kind) {
        return new ContentCheck(TestContent.SCHEMAS)
                .findings(new ContentConfiguration(dir)).stream()
                        .filter(kind)
                        .map(Finding::toString)
                        .toList();
    }
}
