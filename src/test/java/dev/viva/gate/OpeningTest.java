package dev.viva.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.model.GateStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpeningTest {
    /** What a student says, and whether it does a step. */
    record Example(GateStep step, boolean done, String words) {}

    @ParameterizedTest
    @MethodSource("examples")
    void recognisesAStepInNovicesWords(Example example) {
        assertThat(steps(example.words()).contains(example.step())).isEqualTo(example.done());
    }

    @ParameterizedTest
    @EnumSource(GateStep.class)
    void isShownByManySentences(GateStep step) {
        assertThat(examples().filter(each -> each.step() == step && each.done()))
                .hasSizeGreaterThanOrEqualTo(25);
        assertThat(examples().filter(each -> each.step() == step && !each.done()))
                .hasSizeGreaterThanOrEqualTo(25);
    }

    @Test
    void oneLineMayDoTheWholeOpening() {
        assertThat(steps(
                        "Good morning, my name is Tom and I'm a physiotherapy student. Can you confirm your full name and"
                                + " date of birth? And is it OK if I ask you some questions?"))
                .containsExactly(GateStep.values());
    }

    @Test
    void introductionIsDoneWhenNameAndRoleHaveBothBeenSaid() {
        int named = Opening.in("Hi, I'm Tom.");
        int both = named | Opening.in("I'm a physiotherapy student.");

        assertThat(Opening.passed(0, named)).containsExactly(GateStep.GREETING);
        assertThat(Opening.passed(named, both)).containsExactly(GateStep.INTRODUCTION);
        assertThat(Opening.passed(both, both | Opening.in("I'm Tom, I'm a physiotherapy student.")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u2018", "\u2019", "\u02bc", "`", "\u00b4"})
    void anApostropheOfAnyKindIsTheSame(String apostrophe) {
        assertThat(examples())
                .allSatisfy(each ->
                        assertThat(steps(each.words().replace("'", apostrophe))).isEqualTo(steps(each.words())));
    }

    /** Hints spare the rules most lines, and must never hide one that does something. */
    @Test
    void hintsNeverHideAStep() throws IOException {
        assertThat(Stream.concat(examples().map(Example::words), heldLines())
                        .flatMap(line -> Stream.of(line, line.replace(" ", " um "), line.replace(' ', '-'))))
                .allSatisfy(line -> assertThat(Opening.in(line)).isEqualTo(Opening.found(~0, line)));
    }

    private static Stream<String> heldLines() throws IOException {
        try (var files = Files.walk(Path.of("src/test/resources/held"))) {
            return files
                    .filter(Files::isRegularFile)
                    .flatMap(file -> lines(file).map(line -> line.split("\t", -1)[2]))
                    .toList()
                    .stream();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().filter(line -> !line.isBlank());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void nothingIsDoneByAnEmptyOrAVeryLongLine() {
        assertThat(steps("")).isEmpty();
        assertThat(steps(" , . ")).isEmpty();
        assertThat(steps("a".repeat(20_000))).isEmpty();
    }

    /** The lines of the file: a heading for each step, then "+" or "-" and what is said. */
    static Stream<Example> examples() {
        var examples = new ArrayList<Example>();
        GateStep step = null;
        for (String line : text().lines().toList()) {
            if (line.startsWith("== ")) {
                step = GateStep.fromValue(line.substring(3));
            } else if (!line.startsWith("#")) {
                examples.add(new Example(Objects.requireNonNull(step), line.charAt(0) == '+', line.substring(2)));
            }
        }
        return examples.stream();
    }

    private static String text() {
        try (var file = OpeningTest.class.getResourceAsStream("/opening.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<GateStep> steps(String line) {
        return Opening.passed(0, Opening.in(line));
    }
}
