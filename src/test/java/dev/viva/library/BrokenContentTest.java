package dev.viva.library;

import static dev.viva.library.TestContent.PERSONA;
import static dev.viva.library.TestContent.PERSONA_FILE;
import static dev.viva.library.TestContent.SCENARIO;
import static dev.viva.library.TestContent.SCENARIO_FILE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.content.ContentConfiguration;
import dev.viva.content.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BrokenContentTest {
    @TempDir
    private Path dir;

    @BeforeEach
    void writeValidContent() throws IOException {
        TestContent.writeTo(dir);
    }

    @Test
    void baseContentIsValid() {
        assertThat(findings()).isEmpty();
    }

    @ParameterizedTest(name = "{0} {2} -> {3}")
    @MethodSource({"formRows", "ruleRows", "secretRows"})
    void reportsFilePointerAndReason(String file, String from, String to, String finding) throws IOException {
        String text = file.equals(PERSONA_FILE) ? PERSONA : SCENARIO;
        assertThat(text).contains(from);
        Files.writeString(dir.resolve(file), text.replace(from, to));

        assertThat(findings()).contains(file + ": " + finding);
    }

    /** Files that are not YAML, use unsupported YAML, or violate the contract's schema. */
    static Stream<Arguments> formRows() {
        return Stream.of(
                row(
                        PERSONA_FILE,
                        "name: Ada King",
                        "name: \"Ada",
                        "/: is not YAML: found unexpected end of stream (line 28)"),
                row(PERSONA_FILE, PERSONA, "", "/: is empty"),
                row(
                        PERSONA_FILE,
                        "language: en",
                        "language: en\n---\nname: Two",
                        "/: contains more than one document: write one file for each"),
                row(PERSONA_FILE, "age: 36", "age: 36\nage: 37", "/age: is given twice (line 4)"),
                row(
                        PERSONA_FILE,
                        "Exact.",
                        "&x Exact.",
                        "/personality: uses an anchor or alias (& or *): write the text out (line 13)"),
                row(
                        PERSONA_FILE,
                        "Exact.",
                        "!!str Exact.",
                        "/personality: uses a tag (!): write a plain value (line 13)"),
                row(
                        PERSONA_FILE,
                        "Exact.",
                        "[[[[[[[[[[[[[[[[[[a]]]]]]]]]]]]]]]]]]",
                        "/personality" + "/0".repeat(16) + ": is nested too deeply (line 13)"),
                row(PERSONA_FILE, "Exact.", "\u0007", "/: is not YAML: it contains a character that is not allowed"),
                row(PERSONA_FILE, "Exact.", "\"  \"", "/personality: is blank"),
                row(PERSONA_FILE, "name: Ada King\n", "", "/name: is required"),
                row(PERSONA_FILE, "name: Ada", "nickname: Ada", "/nickname: is not a known member"),
                row(PERSONA_FILE, "age: 36", "age: thirty", "/age: string found, integer expected"),
                row(PERSONA_FILE, "age: 36", "age: 130", "/age: must have a maximum value of 120"),
                row(
                        SCENARIO_FILE,
                        "sexes: [female]",
                        "sexes: [women]",
                        "/guardrails/sexes/0: does not have a value in the enumeration [\"female\", \"male\", \"other\"]"),
                row(
                        SCENARIO_FILE,
                        "cues: [how bad]",
                        "cues: []",
                        "/subjective/1/cues: must have at least 1 items but found 0"));
    }

    /** Rules beyond the schema. */
    static Stream<Arguments> ruleRows() {
        return Stream.of(
                row(
                        PERSONA_FILE,
                        "persona_id: ada-king",
                        "persona_id: ada-lovelace",
                        "/persona_id: differs from the file's name"),
                row(
                        SCENARIO_FILE,
                        "scenario_id: sore-wrist",
                        "scenario_id: sore-hand",
                        "/scenario_id: differs from the file's name"),
                row(
                        SCENARIO_FILE,
                        "min_age: 18",
                        "min_age: 61",
                        "/guardrails/min_age: is above max_age, so no patient fits"),
                row(SCENARIO_FILE, "max_age: 60", "max_age: 30", "/guardrails: fit no patient of the content"),
                row(
                        SCENARIO_FILE,
                        "topic: Pain",
                        "topic: onset",
                        "/subjective/1/topic: is the same topic as /subjective/0/topic"),
                row(
                        SCENARIO_FILE,
                        "examples: [How bad is it]",
                        "examples: [When  did it start]",
                        "/subjective/1/examples/0: is the same example as /subjective/0/examples/0"),
                row(
                        SCENARIO_FILE,
                        "role_id: parent",
                        "role_id: friend",
                        "/roles/1/role_id: is the same role as /roles/0/role_id"));
    }

    /** Texts that give the answer away. */
    static Stream<Arguments> secretRows() {
        return Stream.of(
                row(
                        SCENARIO_FILE,
                        "title: A sore wrist",
                        "title: De Quervain tenosynovitis",
                        "/title: gives away the diagnosis: \"de quervain tenosynovitis\""),
                row(SCENARIO_FILE, "code: T-01", "code: DQT-1", "/code: gives away the diagnosis: \"dqt\""),
                row(
                        SCENARIO_FILE,
                        "A week ago.",
                        "They said de-Quervain   TENOSYNOVITIS!",
                        "/subjective/0/reply: gives away the diagnosis: \"de quervain tenosynovitis\""),
                row(
                        SCENARIO_FILE,
                        "To write again.",
                        "A cure for DQT.",
                        "/treatment_plan/patient_hopes: gives away the diagnosis: \"dqt\""),
                row(
                        SCENARIO_FILE,
                        "You worry.",
                        "You know it is DQT.",
                        "/roles/1/instructions: gives away the diagnosis: \"dqt\""),
                row(
                        PERSONA_FILE,
                        "Counts everything.",
                        "Has DQT.",
                        "/summary: gives away the diagnosis of sore-wrist: \"dqt\""));
    }

    private List<String> findings() {
        return new ContentCheck(TestContent.SCHEMAS)
                .findings(new ContentConfiguration(dir)).stream()
                        .map(Finding::toString)
                        .toList();
    }

    private static Arguments row(String file, String from, String to, String finding) {
        return Arguments.of(file, from, to, finding);
    }
}
