package dev.viva.debrief.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Fits the weights again, which takes half a minute: {@code VIVA_FIT_CLAIMS=yes}, or {@code write} to replace them. */
@EnabledIfEnvironmentVariable(named = "VIVA_FIT_CLAIMS", matches = "yes|write")
class ClaimFitTest {
    @Test
    void makesTheWeightsThatTheServiceHas() throws IOException {
        assertThat(ClaimFit.isReproduced("write".equals(System.getenv("VIVA_FIT_CLAIMS"))))
                .as("claim-weights.txt is what the fit makes")
                .isTrue();
    }
}
