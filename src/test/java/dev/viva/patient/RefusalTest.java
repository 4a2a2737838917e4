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
            Not on this knee (the patient says: Please don't.)            | Not on this knee.           | Please don't.
            Not today [she says: Later?]. Next week.                      | Not today. Next week.       | Later?
            Not on this knee \u2013 the patient says: Please don't.          | Not on this knee.           | Please don't.
            Not on this knee - he says: No!                               | Not on this knee.           | No!
            No exertion: the patient says: I'd rather not.                | No exertion.                | I'd rather not.
            Is it needed? Patient says: No.                               | Is it needed?               | No.
            Not safe The patient says: Hop?                               | Not safe.                   | Hop?
            Not on this knee (too sore; the patient says: Please don't.) | Not on this knee (too sore). | Please don't.
            Not now (the patient says: No (please).)                      | Not now.                    | No (please).
            Not on this (sore) knee (she says: No.). Ask.                 | Not on this (sore) knee. Ask. | No.
            Not now (the patient says: No.                                | Not now.                    | No.
            Not beyond 90, even if the patient says: go on.               | Not beyond 90, even if the patient says: go on. |
            Stop when the Patient says: it burns                          | Stop when the Patient says: it burns |
            Not while she says: stop                                      | Not while she says: stop    |
            The patient says: No.                                         | The patient says: No.       |
            Never on this knee.                                           | Never on this knee.         |
            """)
    void separatesThePatientsWordsFromTheReason(String written, String reason, @Nullable String reply) {
        assertThat(Refusal.of(written)).isEqualTo(new Refusal(reason, reply));
    }

    @ParameterizedTest
    @CsvSource({
        "Never on this knee., false",
        "Not today; the patient says: Later., false",
        "The patient says: No., true",
        "Not while she says: stop, true",
        "Stop when the patient says: it burns, true",
        "Not safe; Nora says: No., true"
    })
    void knowsWordsOfThePatientThatStandInTheReason(String written, boolean hidden) {
        assertThat(Refusal.of(written).hidesReply()).isEqualTo(hidden);
    }

    @Test
    void hasWordsForAPatientWithoutAny() {
        assertThat(Refusal.of("Never on this knee.").said()).isEqualTo("I'd rather you didn't do that one.");
    }
}
