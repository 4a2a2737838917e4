package dev.viva.debrief.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.debrief.evidence.Disclosures;
import dev.viva.debrief.evidence.Line;
import dev.viva.debrief.interviews.Interview;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How a patient talks is said of the whole conversation: no order, and no line alone, decides it. */
class MannerTest {
    /** A standard deviation of a patient's manner. */
    private static final int SPREAD = 1_000;

    private static List<FidelityCheck.Spoken> said(Interview interview) {
        var disclosures = Disclosures.of(interview.index(), Line.all(interview.lines()));
        return new FidelityCheck(new Knowledge(interview.pair()), disclosures).spoken();
    }

    private static Interview first(String set) {
        return Interview.of(set).getFirst();
    }

    @Test
    void nothingSaidIsUsual() {
        assertThat(Manner.of(List.of())).isEqualTo(new Manner(0, 0));
    }

    @Test
    void whoSaysLittleInPlainWordsIsBelowTheUsual() {
        Manner terse = Manner.of(said(first("eighteenth")));
        Manner lively = Manner.of(said(first("twentieth")));
        assertThat(terse.length()).isNegative().isLessThan(lively.length());
        assertThat(terse.strongest()).isLessThan(lively.strongest());
    }

    @Test
    void theOrderOfLinesDoesNotMatter() {
        List<FidelityCheck.Spoken> lines = said(first("twenty-fourth"));
        List<FidelityCheck.Spoken> other = new ArrayList<>(lines);
        Collections.shuffle(other, new Random(1));
        assertThat(Manner.of(other)).isEqualTo(Manner.of(lines));
    }

    @Test
    void noLineAloneMovesItByHalfAStandardDeviation() {
        for (Interview interview : Interview.of("twenty-fourth")) {
            List<FidelityCheck.Spoken> lines = said(interview);
            Manner all = Manner.of(lines);
            for (int i = 0; i < lines.size(); i++) {
                List<FidelityCheck.Spoken> others = new ArrayList<>(lines);
                others.remove(i);
                Manner without = Manner.of(others);
                assertThat(Math.abs(without.length() - all.length())).isLessThan(SPREAD / 2);
                assertThat(Math.abs(without.strongest() - all.strongest())).isLessThan(SPREAD / 2);
            }
        }
    }
}
