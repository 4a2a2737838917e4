package dev.viva.patient;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            No exertion with this pain; the patient says: I'd rather not. | No exertion with this pain. | I'd rather not.
            Stay beside her; she says: Give me your arm.                  | Stay beside her.            | Give me your arm.
            Not needed today. The patient says: Is it necessary?          | Not needed today.           | Is it necessary?
            Never on this knee.                                           | Never on this knee.         |
            """)
    void separatesThePatientsWordsFromTheReason(String written, String reason, @Nullable String reply) {
        assertThat(Refusal.of(written)).isEqualTo(new Refusal(reason, reply));
    }

    @Test
    void hasWordsForAPatientWithoutAny() {
        assertThat(Refusal.of("Never on this knee.").said()).isEqualTo("I'd rather you didn't do that one.");
    }
}
