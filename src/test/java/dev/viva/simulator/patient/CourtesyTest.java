package dev.viva.simulator.patient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CourtesyTest {
    private final Courtesy courtesy = new Courtesy(List.of("Maria"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I'm going to get the doctor.",
                "I'm going to refer you to the physio team.",
                "I am arranging a visit by the district nurse.",
                "It's important that you see your doctor.",
                "It's best to ask the doctor.",
                "It's time to see the nurse.",
                "I'm glad you saw the doctor.",
                "This is something for the doctor.",
            })
    void takesAnAnnouncementForNoIntroduction(String line) {
        assertThat(courtesy.strip(line)).isEqualTo(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I'm Sam, one of the students.",
                "I'm training as a nurse.",
                "I'm currently studying with the physio team.",
                "I'm going to be your nurse today.",
                "I'm working with the physio team today.",
                "This is Sam from the physio team.",
                "My name is Sam Fleming, I'm a student nurse.",
                "I'm a nursing student.",
            })
    void removesAnIntroduction(String line) {
        assertThat(courtesy.strip(line)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            I'm wondering if you've seen a doctor?           | you've seen a doctor?
            Hello Maria, I'm a student nurse. Does it hurt?  | Does it hurt?
            """)
    void keepsTheQuestion(String line, String rest) {
        assertThat(courtesy.strip(line)).isEqualTo(rest);
    }
}
