package dev.viva.library;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.viva.content.ContentConfiguration;
import dev.viva.content.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Deliberate mistakes in a valid case: each is refused or warned of with its file, line, topic and what to do. */
class MistakesTest {
    private static final String PERSONA = "personas/nora-lind.yaml";
    private static final String CASE = "scenarios/turned-ankle.yaml";

    @TempDir
    private Path dir;

    /** @param findings all that the author is told */
    record Mistake(
            @JsonProperty("file") String file,
            @JsonProperty("from") String from,
            @JsonProperty("to") String to,
            @JsonProperty("findings") List<String> findings) {
        @Override
        public String toString() {
            return file + ": " + to;
        }
    }

    static Stream<Mistake> mistakes() throws IOException {
        return Stream.of(new YAMLMapper().readValue(text("mistakes.yaml"), Mistake[].class));
    }

    @Test
    void findsNothingWrongInTheValidCase() throws IOException {
        assertThat(findings(text(PERSONA), text(CASE))).isEmpty();
    }

    @Test
    void knowsEnoughMistakes() throws IOException {
        assertThat(mistakes()).hasSizeGreaterThanOrEqualTo(54);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void tellsTheAuthorWhereAndWhatToDo(Mistake mistake) throws IOException {
        String persona = text(PERSONA);
        String scenario = text(CASE);
        assertThat(mistake.file().equals(PERSONA) ? persona : scenario).contains(mistake.from());

        List<String> findings = mistake.file().equals(PERSONA)
                ? findings(persona.replace(mistake.from(), mistake.to()), scenario)
                : findings(persona, scenario.replace(mistake.from(), mistake.to()));

        assertThat(findings).containsExactlyElementsOf(mistake.findings());
    }

    private List<String> findings(String persona, String scenario) throws IOException {
        Files.createDirectories(dir.resolve("personas"));
        Files.createDirectories(dir.resolve("scenarios"));
        Files.writeString(dir.resolve(PERSONA), persona);
        Files.writeString(dir.resolve(CASE), scenario);
        return new ContentCheck(TestContent.SCHEMAS)
                .findings(ContentConfiguration.only(dir)).stream()
                        .map(Finding::toString)
                        .toList();
    }

    private static String text(String name) throws IOException {
        try (var file = MistakesTest.class.getResourceAsStream("/mistakes/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
