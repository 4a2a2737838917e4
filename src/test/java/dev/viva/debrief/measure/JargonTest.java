package dev.viva.debrief.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.model.Phase;
import dev.viva.model.Role;
import dev.viva.model.Turn;
import dev.viva.model.TurnSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        assertThat(Jargon.of(student(lines), List.of()).value()).isOne();
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
        assertThat(Jargon.of(student(lines), List.of()).value()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Any phlegm?",
                "Do you take the capsules?",
                "Do you take anti inflammatories?",
                "Do you take anti-inflammatory tablets?",
                "Is there a radiator in the room?",
                "Are you prone to headaches?",
                "I'll ask my superior.",
                "You feel emboldened?",
                "Do you feel inferior to others?"
            })
    void everydayWordsAreNone(String lines) {
        assertThat(Jargon.of(student(lines), List.of()).value()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Do you bring up sputum?",
                "It is a capsulitis.",
                "There is some inflammation.",
                "Does it radiate?",
                "Is the pain radiating?",
                "Please lie prone.",
                "It could be an embolism."
            })
    void wordsOfTheTradeAre(String lines) {
        assertThat(Jargon.of(student(lines), List.of()).value()).isOne();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ':',
            value = {
                "It may be a deep vein thrombosis.:1",
                "It may be a pulmonary embolism.:1",
                "Do you take LABA LAMA?:1",
                "Do you take LABA or LAMA?:2",
                "It may be a deep vein thrombosis, that's a blood clot in the leg.:0",
                "A thrombosis, and not a deep vein thrombosis.:2"
            })
    void aTermWithinALongerOneIsNone(String line, int terms) {
        assertThat(Jargon.of(student(line), List.of()).value()).isEqualTo(terms);
    }

    @Test
    void aWordThatThePatientUsesIsTheirOwn() {
        Turn asks = turn(1, Role.STUDENT, "Any vertigo?");
        Turn echo = turn(1, Role.PATIENT, "Vertigo? What is that?");
        Turn has = turn(1, Role.PATIENT, "I have had vertigo for years.");

        assertThat(Jargon.of(List.of(echo, asks), List.of()).value()).isOne();
        assertThat(Jargon.of(List.of(asks, has), List.of()).value()).isOne();
        assertThat(Jargon.of(List.of(has, asks), List.of()).value()).isZero();
        assertThat(Jargon.of(List.of(asks), List.of("The vertigo comes in the morning."))
                        .value())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sorry, I don't know what vertigo means.",
                "I have no idea what vertigo is.",
                "I've never heard of vertigo.",
                "I don't understand the word vertigo.",
                "I do not know vertigo.",
                "what is vertigo",
                "Vertigo, what does that mean."
            })
    void aWordThatThePatientDoesNotKnowIsNotTheirOwn(String says) {
        Turn asks = turn(1, Role.STUDENT, "Any vertigo?");

        assertThat(Jargon.of(
                                List.of(asks, turn(2, Role.PATIENT, says), turn(3, Role.STUDENT, "Any vertigo?")),
                                List.of())
                        .value())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I don't know why I get the vertigo.",
                "I don't know what brings on the vertigo.",
                "I've not had vertigo before.",
                "What is worse is the vertigo."
            })
    void aWordThatThePatientUsesInDoubtIs(String says) {
        Turn asks = turn(2, Role.STUDENT, "Any vertigo?");

        assertThat(Jargon.of(List.of(turn(1, Role.PATIENT, says), asks), List.of())
                        .value())
                .isZero();
    }

    /** @param lines with a bar between each two */
    private static List<Turn> student(String lines) {
        List<Turn> turns = new ArrayList<>();
        for (String text : lines.split("\\|", -1)) {
            turns.add(turn(turns.size() + 1L, Role.STUDENT, text));
        }
        return turns;
    }

    private static Turn turn(long seq, Role role, String text) {
        return new Turn(
                seq,
                "s" + seq,
                role,
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
                null);
    }
}
