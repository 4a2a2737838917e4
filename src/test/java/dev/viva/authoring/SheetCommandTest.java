package dev.viva.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SheetCommandTest {
    @Test
    void printsTheSheetAndNothingElse() {
        var viva = Viva.run("sheet", "knee-after-football", "hana-suzuki");

        assertThat(viva.failed()).as(viva.err()).isFalse();
        assertThat(viva.out())
                .startsWith("<!doctype html>")
                .endsWith("</html>\n")
                .contains("Hana Suzuki", "“");
    }

    @Test
    void refusesAPatientThatDoesNotFit() {
        var viva = Viva.run("sheet", "knee-after-football", "leo-hartmann");

        assertThat(viva.failed()).isTrue();
        assertThat(viva.out()).isEmpty();
        assertThat(viva.err()).contains("years").doesNotContain("\tat ");
    }
}
