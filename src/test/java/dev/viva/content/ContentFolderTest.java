package dev.viva.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viva.library.TestContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentFolderTest {
    @TempDir
    private Path dir;

    @Test
    void readsContentFromAJarWithoutFolderEntries() throws IOException {
        Path jar = dir.resolve("viva with a space.jar");
        var entries = Map.of(
                "content/" + TestContent.PERSONA_FILE,
                TestContent.PERSONA,
                "content/" + TestContent.SCENARIO_FILE,
                TestContent.SCENARIO,
                "dev/viva/Other.class",
                "x");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (var entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                out.closeEntry();
            }
        }

        ContentFolder folder = ContentFolder.readBuiltIn(jar);

        assertThat(folder.findings()).isEmpty();
        assertThat(folder.files())
                .extracting(ContentFile::name)
                .containsExactly(TestContent.PERSONA_FILE, TestContent.SCENARIO_FILE);
    }

    @Test
    void findsWhatDoesNotBelongIntoAJarAndWhatIsMissing() throws IOException {
        Path jar = dir.resolve("viva.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String name : List.of("content/personas/notes", "content/personas/old/a.yaml", "content/a.yaml")) {
                out.putNextEntry(new JarEntry(name));
                out.closeEntry();
            }
        }

        ContentFolder folder = ContentFolder.readBuiltIn(jar);

        assertThat(folder.files()).isEmpty();
        assertThat(folder.findings()).extracting(Finding::file).containsExactly("personas/notes", "scenarios");
    }

    @Test
    void readsContentFromAClassesFolder() throws IOException {
        TestContent.writeTo(dir.resolve("content"));

        assertThat(ContentFolder.readBuiltIn(dir).files()).hasSize(2);
    }

    @Test
    void readsTheSameTextWithAndWithoutAByteOrderMark() throws IOException {
        TestContent.writeTo(dir);
        String plain = TestContent.load(dir).digest();
        Files.writeString(dir.resolve(TestContent.PERSONA_FILE), "\uFEFF" + TestContent.PERSONA);

        assertThat(TestContent.load(dir).digest()).isEqualTo(plain);
    }

    @Test
    void addsAFolderToTheBuiltInContent() throws IOException {
        Files.createDirectories(dir.resolve("scenarios"));
        Files.writeString(dir.resolve(TestContent.SCENARIO_FILE), TestContent.SCENARIO);
        Files.writeString(dir.resolve("scenarios/stiff-shoulder.yaml"), "title: mine");

        ContentFolder folder = ContentFolder.read(new ContentConfiguration(dir));

        assertThat(folder.findings()).isEmpty();
        assertThat(folder.files())
                .contains(new ContentFile(ContentFile.Kind.SCENARIO, "stiff-shoulder", "title: mine"))
                .extracting(ContentFile::name)
                .contains(TestContent.SCENARIO_FILE, "scenarios/knee-after-football.yaml", "questions.yaml")
                .doesNotHaveDuplicates();
    }

    @Test
    void keepsQuestionsAndCataloguesWithoutTheBuiltInCases() throws IOException {
        TestContent.writeTo(dir);

        assertThat(ContentFolder.read(ContentConfiguration.only(dir)).files())
                .extracting(ContentFile::name)
                .contains("questions.yaml", "catalogs/special-tests.yaml", TestContent.SCENARIO_FILE)
                .doesNotContain("scenarios/knee-after-football.yaml");
    }

    @Test
    void findsThatAFolderHoldsNoContent() {
        assertThat(ContentFolder.read(new ContentConfiguration(dir)).findings())
                .singleElement()
                .hasToString(
                        ".: the folder has no patient, case, catalogue, rubric or questions.yaml: is it the right one?");
    }

    @Test
    void warnsOfWhatIsNotReadBecauseOfItsPlaceOrName() throws IOException {
        TestContent.writeTo(dir);
        for (String name : List.of("Scenarios", "scenario", "rehearsals", ".git")) {
            Files.createDirectory(dir.resolve(name));
        }
        for (String name : List.of("knee.yaml", "question.yml", "notes.txt", ".hidden.yaml")) {
            Files.writeString(dir.resolve(name), "");
        }

        for (var content : List.of(new ContentConfiguration(dir), ContentConfiguration.only(dir))) {
            assertThat(ContentFolder.read(content).findings())
                    .noneMatch(Finding::isError)
                    .extracting(Finding::file)
                    .containsExactly("Scenarios", "knee.yaml", "question.yml", "scenario");
        }
    }

    @Test
    void refusesToStartWithoutAnyCases() {
        assertThatThrownBy(() -> ContentFolder.read(new ContentConfiguration(null, false, false)))
                .hasMessageContaining("content.built_in")
                .hasMessageContaining("content.dir");
    }

    @Test
    void reportsMissingBuiltInContent() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ContentFolder.readBuiltIn(dir.resolve("absent.jar")))
                .withMessage("cannot read the service's own content");
    }
}
