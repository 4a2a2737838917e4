package dev.viva.patient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.library.TestContent;
import dev.viva.model.Persona;
import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BirthDateTest {
    private final Persona hana = TestContent.SHIPPED.persona("hana-suzuki").orElseThrow();

    /** Hana is 24, and her birthday is 14 March. */
    @ParameterizedTest
    @CsvSource({"2026-03-13, 2001-03-14", "2026-03-14, 2002-03-14", "2026-12-31, 2002-03-14", "2027-01-01, 2002-03-14"})
    void makesThePatientAsOldOnTheDayAsTheContentSays(LocalDate day, LocalDate born) {
        assertThat(BirthDate.of(hana, day)).isEqualTo(born);
    }

    @ParameterizedTest
    @MethodSource("dev.viva.library.ShippedPairs#all")
    void agreesWithTheAgeOnEveryDayOfAYear(CasePair pair) {
        for (LocalDate day = LocalDate.of(2028, 1, 1); day.getYear() == 2028; day = day.plusDays(1)) {
            assertThat(BirthDate.of(pair.persona(), day).until(day).getYears())
                    .isEqualTo(pair.persona().age());
        }
    }
}
