package dev.viva.simulator.patient;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AbbreviationsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Let's do the TUG.           | Let's do the timed up and go.
            Let's do the tug test.      | Let's do the timed up and go test.
            Check the PROM.             | Check the passive range of movement.
            What's the hr?              | What's the heart rate?
            Any aggs and eases?         | Any aggravating factors and easing factors?
            Eases?                      | easing factors?
            Any sob?                    | Any short of breath?
            Have you got a temp?        | Have you got a temperature?
            How are u?                  | How are you?
            Were you in a and e?        | Were you in emergency department?
            """)
    void writesOut(String line, String written) {
        assertThat(Abbreviations.writtenOut(line)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I'll look for a tracheal tug.",
                "Does it tug when you bend?",
                "Did you go to the prom?",
                "Over the last 24 hr?",
                "How many per hr?",
                "Is there something that eases it?",
                "Sitting eases the pain?",
                "Do you sob at night?",
                "Is it a temp job?",
                "Did you do a U-turn?",
                "Do you take vitamins a and e?",
            })
    void leavesAWordThatMeansItself(String line) {
        assertThat(Abbreviations.writtenOut(line)).isEqualTo(line);
    }
}
