package dev.viva.library;

import static dev.viva.library.TestContent.SHIPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.viva.content.CanonicalJson;
import dev.viva.patient.CasePair;
import dev.viva.patient.FrozenCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrozenCaseTest {
    private final CasePair pair = SHIPPED.pair("knee-after-football", "hana-suzuki", "team-mate");

    @Test
    void readsTheFrozenPair() {
        FrozenCase frozen = FrozenCase.of(pair);

        assertThat(frozen.thaw()).isEqualTo(pair);
        assertThat(FrozenCase.of(frozen.thaw())).isEqualTo(frozen);
        assertThat(frozen.digest()).matches("[0-9a-f]{64}");
    }

    @Test
    void keepsTheOrderOfTheCues() {
        var cues = pair.scenario().subjective().getFirst().cues();

        assertThat(FrozenCase.of(pair).thaw().scenario().subjective().getFirst().cues())
                .containsExactlyElementsOf(cues);
    }

    @Test
    void digestDependsOnTheRole() {
        assertThat(FrozenCase.of(SHIPPED.pair("knee-after-football", "hana-suzuki", null))
                        .digest())
                .isNotEqualTo(FrozenCase.of(pair).digest());
    }

    @Test
    void ignoresLaterContentChanges(@TempDir Path dir) throws IOException {
        TestContent.writeTo(dir);
        var frozen = FrozenCase.of(TestContent.load(dir).pair("sore-wrist", "ada-king", null));
        Files.writeString(
                dir.resolve(TestContent.SCENARIO_FILE), TestContent.SCENARIO.replace("A week ago.", "Today."));

        assertThat(FrozenCase.of(TestContent.load(dir).pair("sore-wrist", "ada-king", null))
                        .digest())
                .isNotEqualTo(frozen.digest());
        assertThat(frozen.thaw().scenario().subjective().getFirst().reply()).isEqualTo("A week ago.");
    }

    @Test
    void refusesAlteredText() {
        FrozenCase frozen = FrozenCase.of(pair);

        assertThatIllegalStateException()
                .isThrownBy(() -> new FrozenCase(frozen.digest(), frozen.json().replace("24", "25")).thaw())
                .withMessageNotContaining("diagnosis");
    }

    @Test
    void readsTextWithARemovedMember() {
        String json = FrozenCase.of(pair).json().replaceFirst("\\{\"persona\":\\{", "{\"persona\":{\"shoe_size\":38,");

        assertThat(new FrozenCase(CanonicalJson.digest(json), json).thaw()).isEqualTo(pair);
    }

    @Test
    void doesNotPrintItsText() {
        assertThat(FrozenCase.of(pair) + " " + pair).doesNotContain("cruciate");
    }
}
