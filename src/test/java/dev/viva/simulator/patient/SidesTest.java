package dev.viva.simulator.patient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.realtime.CaseScript.Side;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SidesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "I'll press right here.",
                "Is the pain right there?",
                "So that's right?",
                "Is that right?",
                "You’re right.",
                "Does it go right down into your hand?",
                "Is this the right place?",
                "I'm standing right behind you.",
                "All right, I'll test your reflexes.",
                "Right, I'll test your reflexes.",
            })
    void rightIsNotAlwaysASide(String line) {
        assertThat(Sides.in(line)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"And the other, please.", "The other too.", "The other again", "On the other side"})
    void findsTheOther(String line) {
        assertThat(Sides.other(line)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "On the right.",
                "On the right, please.",
                "Right, please.",
                "Right again.",
                "Right as well",
                "Your right knee",
                "Lift your right up.",
                "Right leg first",
                "I'll press right here on your right side.",
            })
    void findsTheRight(String line) {
        assertThat(Sides.in(line)).containsExactly(Side.RIGHT);
    }
}
