package dev.viva.simulator.patient;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    @ParameterizedTest
    @CsvSource({
        "pain, pains",
        "allergy, allergies",
        "stop, stopping",
        "stop, stopped",
        "take, taking",
        "ache, aching",
        "stretch, stretches",
        "numb, NUMB",
        "cafe, Café",
        "bus, bus",
        "illness, illness",
    })
    void matchesWordsByStem(String word, String form) {
        assertThat(Words.of(form)).isEqualTo(Words.of(word));
    }

    @ParameterizedTest
    @CsvSource({"sting, st", "bed, b", "is, i", "need, ne"})
    void keepsShortWords(String word, String mutilated) {
        assertThat(Words.stem(word)).isNotEqualTo(mutilated);
    }

    @Test
    void distinguishesSignificantWords() {
        assertThat(Words.of("Could you please tell me about the pain?").keywords())
                .containsExactly("pain");
        assertThat(Words.of("What do you do?").keywords()).isEmpty();
    }

    @Test
    void matchesAPhraseOnlyInOrder() {
        assertThat(Words.of("So where does it hurt, then?").contains(Words.of("where does it hurt")))
                .isTrue();
        assertThat(Words.of("does it hurt where").contains(Words.of("where does it hurt")))
                .isFalse();
        assertThat(Words.of("anything").contains(Words.of("…"))).isFalse();
    }
}
