package dev.viva.debrief;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.model.DebriefBasis;
import dev.viva.model.Evidence;
import dev.viva.model.Fidelity;
import dev.viva.model.FidelityKind;
import dev.viva.model.FidelityNote;
import dev.viva.model.Role;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PointsTest {
    @Test
    void sizeCountsTheQuotes() {
        assertThat(notes(100, "No.").size()).isLessThan(200_000);
        assertThat(notes(100, "No.".repeat(5_000)).size()).isBetween(1_500_000, 1_700_000);
    }

    private static Points notes(int number, String quote) {
        var evidence = new Evidence("item_1", Role.PATIENT, quote, 0, quote.length(), null);
        var note = new FidelityNote(FidelityKind.values()[0], DebriefBasis.RULE, null, null, evidence);
        var fidelity = new Fidelity(null, number, Collections.nCopies(number, note));
        return new Points(List.of(), List.of(), fidelity, List.of());
    }
}
