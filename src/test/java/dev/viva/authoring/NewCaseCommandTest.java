package dev.viva.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewCaseCommandTest {
    @TempDir
    Path folder;

    @Test
    void writesACaseThatCanBeCheckedRehearsedAndPrintedAtOnce() {
        String dir = folder.resolve("cases").toString();

        var made = Viva.run("new-case", "sore-elbow", "--dir", dir, "--persona", "sam-example");
        var checked = Viva.run("check-content", dir);
        var rehearsed =
                Viva.run("rehearse", "sore-elbow", "sam-example", dir + "/rehearsals/sore-elbow.txt", "--dir", dir);
        var printed = Viva.run("sheet", "sore-elbow", "sam-example", "--dir", dir);

        assertThat(made.failed()).as(made.err()).isFalse();
        assertThat(made.out())
                .contains("scenarios/sore-elbow.yaml", "personas/sam-example.yaml", "viva check-content " + dir);
        assertThat(checked.failed()).as(checked.out() + checked.err()).isFalse();
        assertThat(checked.out()).contains("0 errors, ").doesNotContain("example \"", "cut off");
        assertThat(rehearsed.failed()).as(rehearsed.out() + rehearsed.err()).isFalse();
        assertThat(rehearsed.out()).contains("Expectations: 5 of 5 met.");
        assertThat(printed.out()).contains("Case sheet: REPLACE a title that gives nothing away");
    }

    @Test
    void quotesAnIdOfDigits() throws IOException {
        String dir = folder.toString();

        Viva.run("new-case", "2027", "--dir", dir, "--persona", "112");
        Path file = folder.resolve("scenarios/2027.yaml");
        Files.writeString(file, Files.readString(file).replace("region: General", "region: Wrist and hand"));
        var checked = Viva.run("check-content", dir, "--skip-examples");

        assertThat(checked.out()).contains("0 errors, ").doesNotContain("cut off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cases", "cases/scenarios", "cases/.schemas", "cases/.schemas/Scenario.json"})
    void saysWhichPlaceItCannotWriteTo(String taken) throws IOException {
        Path place = folder.resolve(taken);
        Files.createDirectories(place.getParent());
        if (taken.endsWith(".json")) {
            Files.createDirectory(place);
        } else {
            Files.createFile(place);
        }

        var made = Viva.run(
                "new-case", "sore-elbow", "--dir", folder.resolve("cases").toString());

        assertThat(made.failed()).isTrue();
        assertThat(made.err()).contains(place.toString(), " cannot be used: ").doesNotContain("\tat ");
    }

    @Test
    void namesEachTextThatIsStillTheTemplates() throws IOException {
        String dir = folder.toString();
        Viva.run("new-case", "sore-elbow", "--dir", dir, "--persona", "sam-example");
        Path file = folder.resolve("scenarios/sore-elbow.yaml");
        int line = Files.readAllLines(file).indexOf("title: REPLACE a title that gives nothing away") + 1;

        assertThat(Viva.run("check-content", dir, "--skip-examples").out())
                .contains("scenarios/sore-elbow.yaml:" + line
                        + ": still the template's text: replace it: title: REPLACE");
        assertThat(Viva.run("check-content", dir, "--skip-examples", "--strict").failed())
                .isTrue();

        for (Path written : new Path[] {file, folder.resolve("personas/sam-example.yaml")}) {
            Files.writeString(written, Files.readString(written).replace("REPLACE", "Done"));
        }
        assertThat(Viva.run("check-content", dir, "--skip-examples").out()).doesNotContain("template's text");
    }

    @Test
    void takesAWordWithTheMarkInItForTheAuthors() throws IOException {
        String dir = folder.toString();
        Viva.run("new-case", "hip-replacement", "--dir", dir);
        Path file = folder.resolve("scenarios/hip-replacement.yaml");
        assertThat(Files.readString(file)).contains("code: REPLACE-HIP-REPLACEMENT");
        String written = Files.readString(file).replace("REPLACE-HIP-", "HIP-").replaceAll("\\bREPLACE\\b", "Done");

        Files.writeString(file, written.replace("title: Done", "title: After a TOTAL REPLACEMENT, hip"));
        assertThat(Viva.run("check-content", dir, "--skip-examples").out()).doesNotContain("template's text");

        Files.writeString(file, written.replace("title: Done", "title: \"Hip #2: REPLACE\" # or REPLACE\n#"));
        assertThat(Viva.run("check-content", dir, "--skip-examples").out())
                .containsOnlyOnce("template's text")
                .contains("replace it: title: \"Hip #2");

        Files.writeString(file, written.replace("title: Done", "title: it's a hip # REPLACE this, it's old\n#"));
        assertThat(Viva.run("check-content", dir, "--skip-examples").out()).doesNotContain("template's text");
    }

    @Test
    void writesTheSchemasForEditorsThatAreOffline() throws IOException {
        Viva.run("new-case", "sore-elbow", "--dir", folder.toString());

        assertThat(Files.readAllLines(folder.resolve("scenarios/sore-elbow.yaml")))
                .first()
                .isEqualTo("# yaml-language-server: $schema=../.schemas/Scenario.json");
        var schema = new ObjectMapper()
                .readTree(folder.resolve(".schemas/Scenario.json").toFile());
        assertThat(schema.path("properties")
                        .path("opening_line")
                        .path("maxLength")
                        .asInt())
                .isPositive();
    }

    @Test
    void neverChangesAFileThatExists() throws IOException {
        Path mine = Files.createDirectories(folder.resolve("scenarios")).resolve("sore-elbow.yaml");
        Files.writeString(mine, "mine");

        var viva = Viva.run("new-case", "sore-elbow", "--dir", folder.toString(), "--persona", "sam-example");

        assertThat(viva.failed()).isTrue();
        assertThat(viva.err()).contains("sore-elbow.yaml exists already");
        assertThat(Files.readString(mine)).isEqualTo("mine");
        assertThat(folder.resolve("personas")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "stiff-shoulder, sam-example, scenarios/stiff-shoulder.yaml",
        "sore-elbow, hana-suzuki, personas/hana-suzuki.yaml"
    })
    void refusesTheNameOfWhatComesWithViva(String id, String persona, String file) {
        var viva = Viva.run("new-case", id, "--dir", folder.toString(), "--persona", persona);

        assertThat(viva.failed()).isTrue();
        assertThat(viva.err()).contains("Viva comes with " + file, "Choose another id.");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sore Elbow", "../elbow", "elbow.yaml", "elbow_", "e"})
    void refusesAnIdThatNoFileMayHave(String id) {
        var viva = Viva.run("new-case", id, "--dir", folder.toString());

        assertThat(viva.failed()).isTrue();
        assertThat(viva.err()).contains("is no id");
        assertThat(folder).isEmptyDirectory();
    }
}
