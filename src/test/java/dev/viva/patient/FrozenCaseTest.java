package dev.viva.patient;

import static dev.viva.patient.TestContent.SHIPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrozenCaseTest {
    private final CasePair pair = SHIPPED.pair("knee-after-football", "hana-suzuki", "team-mate");

    @Test
    void readsBackThePairThatWasFrozen() {
        FrozenCase frozen = pair.freeze();

        assertThat(frozen.thaw()).isEqualTo(pair);
        assertThat(frozen.thaw().freeze()).isEqualTo(frozen);
        assertThat(frozen.digest()).matches("[0-9a-f]{64}");
    }

    @Test
    void keepsTheOrderOfTheCues() {
        var cues = pair.scenario().subjective().getFirst().cues();

        assertThat(pair.freeze().thaw().scenario().subjective().getFirst().cues())
                .containsExactlyElementsOf(cues);
    }

    @Test
    void hasAnotherDigestForAnotherRole() {
        assertThat(SHIPPED.pair("knee-after-football", "hana-suzuki", null)
                        .freeze()
                        .digest())
                .isNotEqualTo(pair.freeze().digest());
    }

    @Test
    void staysAsItWasWhenTheContentChanges(@TempDir Path dir) throws IOException {
        TestContent.writeTo(dir);
        FrozenCase frozen =
                TestContent.load(dir).pair("sore-wrist", "ada-king", null).freeze();
        Files.writeString(
                dir.resolve(TestContent.SCENARIO_FILE), TestContent.SCENARIO.replace("A week ago.", "Today."));

        assertThat(TestContent.load(dir)
                        .pair("sore-wrist", "ada-king", null)
                        .freeze()
                        .digest())
                .isNotEqualTo(frozen.digest());
        assertThat(frozen.thaw().scenario().subjective().getFirst().reply()).isEqualTo("A week ago.");
    }

    @Test
    void refusesATextThatIsNotTheOneFrozen() {
        FrozenCase frozen = pair.freeze();

        assertThatIllegalStateException()
                .isThrownBy(() -> new FrozenCase(frozen.digest(), frozen.json().replace("24", "25")).thaw())
                .withMessageNotContaining("diagnosis");
    }

    @Test
    void readsATextWithAMemberThatTheContractNoLongerHas() {
        String json = pair.freeze().json().replaceFirst("\\{\"persona\":\\{", "{\"persona\":{\"shoe_size\":38,");

        assertThat(new FrozenCase(CanonicalJson.digest(json), json).thaw()).isEqualTo(pair);
    }

    @Test
    void doesNotPrintItsText() {
        assertThat(pair.freeze() + " " + pair).doesNotContain("cruciate");
    }
}
