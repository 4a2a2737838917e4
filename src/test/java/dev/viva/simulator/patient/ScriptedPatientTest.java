package dev.viva.simulator.patient;

import static dev.viva.simulator.patient.Scripts.BETTER;
import static dev.viva.simulator.patient.Scripts.GREETING;
import static dev.viva.simulator.patient.Scripts.INSTRUCTIONS;
import static dev.viva.simulator.patient.Scripts.LIBRARY;
import static dev.viva.simulator.patient.Scripts.LOCATION;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptedPatientTest {
    private final ScriptedPatient patient = new ScriptedPatient(LIBRARY);

    private PatientReply ask(String line) {
        return patient.answer(INSTRUCTIONS, Set.of(), line);
    }

    private static PatientReply spoken(String text) {
        return new PatientReply.Spoken(text);
    }

    @Test
    void answersQuestionsFromTheCase() {
        assertThat(ask("Where does it hurt?")).isEqualTo(spoken(LOCATION));
        assertThat(ask("What makes it better?")).isEqualTo(spoken(BETTER));
        assertThat(ask("Hello!")).isEqualTo(spoken(GREETING));
    }

    @Test
    void callsTheFunctionForATest() {
        assertThat(patient.answer(INSTRUCTIONS, Set.of("examine"), "I would like to test your reflexes on the left."))
                .isInstanceOfSatisfying(PatientReply.FunctionCall.class, call -> {
                    assertThat(call.name()).isEqualTo("examine");
                    assertThat(call.arguments())
                            .contains("\"test\":\"reflexes\"", "\"side\":\"left\"", "\"consent\":true");
                });
    }

    @Test
    void saysWhatTheFunctionAnswered() {
        assertThat(patient.afterFunction(INSTRUCTIONS, "{\"outcome\":\"found\",\"say\":\"It jumps.\"}"))
                .isEqualTo("It jumps.");
        assertThat(patient.afterFunction(INSTRUCTIONS, "{\"outcome\":\"eaten\"}"))
                .isNotBlank();
        assertThat(patient.afterFunction(INSTRUCTIONS, "no JSON")).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "You are a patient.",
                "Case reference: other/nobody",
                "The Case reference: low-back-pain/maria",
                "Case reference: low-back-pain",
            })
    void saysThatItHasNoCase(String instructions) {
        assertThat(patient.answer(instructions, Set.of(), "Where does it hurt?"))
                .isInstanceOfSatisfying(
                        PatientReply.Spoken.class,
                        spoken -> assertThat(spoken.text()).contains("no case script"));
    }
}
