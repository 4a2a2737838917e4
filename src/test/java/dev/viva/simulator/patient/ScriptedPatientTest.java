package dev.viva.simulator.patient;

import static dev.viva.simulator.patient.Scripts.ALLERGIES;
import static dev.viva.simulator.patient.Scripts.BETTER;
import static dev.viva.simulator.patient.Scripts.BLADDER;
import static dev.viva.simulator.patient.Scripts.GAIT;
import static dev.viva.simulator.patient.Scripts.GOALS;
import static dev.viva.simulator.patient.Scripts.GREETING;
import static dev.viva.simulator.patient.Scripts.INSTRUCTIONS;
import static dev.viva.simulator.patient.Scripts.LIBRARY;
import static dev.viva.simulator.patient.Scripts.LOCATION;
import static dev.viva.simulator.patient.Scripts.MEDICATION;
import static dev.viva.simulator.patient.Scripts.NUMBNESS;
import static dev.viva.simulator.patient.Scripts.ONSET;
import static dev.viva.simulator.patient.Scripts.REFLEXES;
import static dev.viva.simulator.patient.Scripts.SEVERITY;
import static dev.viva.simulator.patient.Scripts.SLEEP;
import static dev.viva.simulator.patient.Scripts.WORK;
import static dev.viva.simulator.patient.Scripts.WORSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.viva.realtime.CaseScript;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptedPatientTest {
    private final ScriptedPatient patient = new ScriptedPatient(LIBRARY);

    private String ask(String line) {
        return patient.answer(INSTRUCTIONS, line);
    }

    static Stream<Arguments> lines() {
        return Stream.of(
                arguments("Where does it hurt?", LOCATION),
                arguments("where does it HURT", LOCATION),
                arguments("Whére does it hurt…", LOCATION),
                arguments("Can you show me where the pain is?", LOCATION),
                arguments("When did it start?", ONSET),
                arguments("How long have you had this?", ONSET),
                arguments("Could you tell me what happened?", ONSET),
                arguments("What makes it worse?", WORSE),
                arguments("Are there any aggravating activities?", WORSE),
                arguments("Does anything make it better?", BETTER),
                arguments("What is easing the pain?", BETTER),
                arguments("Have you noticed pins and needles?", NUMBNESS),
                arguments("Any tingles in the leg?", NUMBNESS),
                arguments("Is any part of it numb?", NUMBNESS),
                arguments("Any problems with your bowels?", BLADDER),
                arguments("Are you taking any medicines?", MEDICATION),
                arguments("Which drugs have you used?", MEDICATION),
                arguments("Do you have allergies?", ALLERGIES),
                arguments("Are you allergic to anything?", ALLERGIES),
                arguments("What do you do?", WORK),
                arguments("What's your job?", WORK),
                arguments("Does it wake you up?", SLEEP),
                arguments("How are you sleeping?", SLEEP),
                arguments("How bad is it?", SEVERITY),
                arguments("On a scale out of ten, what would you give it?", SEVERITY),
                arguments("What are your goals?", GOALS),
                arguments("I would like to test your reflexes.", REFLEXES),
                arguments("May I watch you walk?", GAIT),
                // a phrase outranks a word: "work" alone would be the occupation
                arguments("How did it begin at work?", ONSET),
                // a word of one answer suffices, a word of several does not
                arguments("Any needles in your foot?", NUMBNESS),
                arguments("Do you want anything from treatment?", GOALS),
                arguments("Any needles? Where does it hurt?", LOCATION),
                // two at once
                arguments("Where does it hurt and when did it start?", LOCATION + " " + ONSET),
                arguments("What makes it worse? And what makes it better?", WORSE + " " + BETTER),
                arguments("Do you take tablets, and do you have any allergies?", MEDICATION + " " + ALLERGIES),
                // one cue with an "and" of its own is one question
                arguments("Tell me about your bladder and bowel function", BLADDER),
                // no more than two
                arguments("Where does it hurt? When did it start? How bad is it?", LOCATION + " " + ONSET),
                // a greeting gives way to a question
                arguments("Hello, I'm Sam. Where does it hurt?", LOCATION),
                arguments("Hello!", GREETING),
                arguments("Good morning, I'm Sam, a student physiotherapist.", GREETING),
                arguments("Hi, what's your name?", "My name is Maria."),
                arguments("How are you today?", GREETING),
                arguments("Thank you very much.", "You're welcome."),
                arguments("Goodbye, Maria", "Goodbye, and thank you."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lines")
    void answersFromTheCatalogue(String line, String answer) {
        assertThat(ask(line)).isEqualTo(answer);
    }

    @Test
    void doesNotMistakeAGreetingForAQuestion() {
        var stiffness = new CaseScript.Answer("Stiffness", List.of("morning"), "Stiff for an hour.");
        var reason = new CaseScript.Answer("Reason", List.of("what brings you"), "My back.");
        var script = new CaseScript("Maria", "Hello.", List.of(stiffness, reason), "en");
        var patient = new ScriptedPatient(reference -> Optional.of(script));

        assertThat(patient.answer(INSTRUCTIONS, "Good morning, what brings you in?"))
                .isEqualTo("My back.");
        assertThat(patient.answer(INSTRUCTIONS, "Good morning!")).isEqualTo("Hello.");
        assertThat(patient.answer(INSTRUCTIONS, "How is it in the morning?")).isEqualTo("Stiff for an hour.");
    }

    @Test
    void remembersWhatItHasSaid() {
        ask("Where does it hurt?");
        ask("What's your job?");

        assertThat(ask("Where is the pain?")).isEqualTo("As I said, it's in my lower back, mostly on the left.");
        assertThat(ask("What do you do for a living?")).isEqualTo("As I said, I'm a nurse on a surgical ward.");
    }

    @Test
    void embedsARepeatedAnswerInASentence() {
        var goal = new CaseScript.Answer("Goal", List.of("hope"), "To sit through a meal.");
        var script = new CaseScript("Maria", "Hello.", List.of(goal), "en");
        var patient = new ScriptedPatient(reference -> Optional.of(script));
        patient.answer(INSTRUCTIONS, "What do you hope for?");

        assertThat(patient.answer(INSTRUCTIONS, "What do you hope for?"))
                .isEqualTo("As I said, to sit through a meal.");
    }

    @Test
    void saysThatItDidNotUnderstand() {
        List<String> said =
                Stream.generate(() -> ask("Colourless green ideas?")).limit(4).toList();

        assertThat(said.subList(0, 3))
                .doesNotHaveDuplicates()
                .allSatisfy(words -> assertThat(words).isNotBlank());
        assertThat(said.getFirst()).isEqualTo("I'm sorry, I didn't quite follow. Could you ask me that another way?");
        assertThat(said.getLast()).isEqualTo(said.getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"What do you think about it?", "the", "???", "and and and, or"})
    void ignoresCommonQuestionWords(String line) {
        assertThat(ask(line)).startsWith("I'm sorry, I didn't quite follow");
    }

    @Test
    void greetsWhenItStarts() {
        assertThat(ask("")).isEqualTo(GREETING);
        ask("Where does it hurt?");
        assertThat(ask(" ")).isEqualTo("Is there anything else you would like to ask me?");
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
        assertThat(patient.answer(instructions, "Where does it hurt?")).contains("no case script");
    }

    @Test
    void speaksTheLanguageOfTheCase() {
        CaseScript spanish = new CaseScript(
                "María",
                "Hola, soy María.",
                List.of(new CaseScript.Answer("dolor", List.of("dónde le duele"), "En la espalda.")),
                "es");
        ScriptedPatient maria = new ScriptedPatient(reference -> Optional.of(spanish));

        assertThat(maria.answer(INSTRUCTIONS, "Buenos días")).isEqualTo("Hola, soy María.");
        assertThat(maria.answer(INSTRUCTIONS, "¿Donde le duele?")).isEqualTo("En la espalda.");
        assertThat(maria.answer(INSTRUCTIONS, "¿Y el tiempo?")).startsWith("Perdone");
    }

    @Test
    void prefersTheEarlierOfTwoEqualAnswers() {
        CaseScript script = new CaseScript(
                "P",
                "Hi.",
                List.of(
                        new CaseScript.Answer("first", List.of("shoulder"), "One."),
                        new CaseScript.Answer("second", List.of("shoulder"), "Two.")),
                "en");

        assertThat(new ScriptedPatient(reference -> Optional.of(script)).answer(INSTRUCTIONS, "Your shoulder?"))
                .isEqualTo("One.");
    }
}
