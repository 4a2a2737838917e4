package dev.viva.debrief.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.model.Phase;
import dev.viva.model.Role;
import dev.viva.model.Turn;
import dev.viva.model.TurnSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JargonTest {
    private static final Instant AT = Instant.parse("2026-11-02T10:00:00Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "That's helpful, thank you. Any paraesthesia?",
                "That\u2019s helpful, thank you. Any paraesthesia?",
                "any paraesthesia that's helpful thank you",
                "Any paraesthesia? That's good.",
                "Any paraesthesia?|Okay, that is fine.",
                "Any paraesthesia?|What is it called?",
                "Any paraesthesia?|Thank you.|That means you can go home.",
                "Is there paraesthesia? It is not nice.",
                "Any paraesthesia that's getting worse?",
                "Is it a paraesthesia that's been there a while?",
                "Any paraesthesia? It's a new thing?"
            })
    void otherWordsNearATermDoNotExplainIt(String lines) {
        assertThat(Jargon.of(student(lines)).value()).isOne();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Any paraesthesia, that's tingling?",
                "Any paraesthesia, that\u2019s tingling?",
                "Any paraesthesia, which means tingling?",
                "Any paraesthesia? That's a tingling feeling.",
                "Any paraesthesia?|It's when your fingers tingle.",
                "Do you have paraesthesia?|Sorry, it means a tingling.",
                "It's what we call paraesthesia.",
                "The condition is called paraesthesia.",
                "Any paraesthesia?|Yes.|I mean pins and needles."
            })
    void wordsBesideATermExplainIt(String lines) {
        assertThat(Jargon.of(student(lines)).value()).isZero();
    }

    /** @param lines with a bar between each two */
    private static List<Turn> student(String lines) {
        List<Turn> turns = new ArrayList<>();
        for (String text : lines.split("\\|", -1)) {
            long seq = turns.size() + 1L;
            turns.add(new Turn(
                    seq,
                    "s" + seq,
                    Role.STUDENT,
                    null,
                    Phase.SUBJECTIVE,
                    text,
                    TurnSource.PROVIDER,
                    false,
                    null,
                    null,
                    null,
                    null,
                    AT,
                    null,
                    AT,
                    null));
        }
        return turns;
    }
}
