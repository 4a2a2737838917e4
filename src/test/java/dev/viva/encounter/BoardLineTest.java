package dev.viva.encounter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoardLineTest {
    @Test
    void leavesAShortLineAsItIs() {
        assertThat(BoardLine.cut("It hurts.")).isEqualTo("It hurts.");
        assertThat(BoardLine.cut("x".repeat(160))).hasSize(160).doesNotContain("…");
    }

    @Test
    void writesALineOnOneRow() {
        assertThat(BoardLine.cut(" It is my knee.\n\nThe\tleft one. ")).isEqualTo("It is my knee. The left one.");
    }

    @Test
    void cutsAfterAWord() {
        String line = "knees and ".repeat(40);

        assertThat(BoardLine.cut(line))
                .hasSizeLessThanOrEqualTo(160)
                .endsWith("and…")
                .doesNotContain(" …");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "痛", "👍", "👩‍⚕️", "é"})
    void cutsWithinAWordThatDoesNotEndButNotWithinACharacter(String character) {
        String cut = BoardLine.cut(character.repeat(200));

        assertThat(cut).hasSizeLessThanOrEqualTo(160).endsWith("…");
        assertThat(cut.substring(0, cut.length() - 1).replace(character, "")).isEmpty();
    }

    @Test
    void showsThatThereIsALineOfSpacesAlone() {
        assertThat(BoardLine.cut(" \n ")).isEqualTo("…");
    }
}
