package dev.viva.simulator.patient;

import java.util.List;
import java.util.Map;

/**
 * The phrases that every patient has without a script.
 *
 * @param lost said in turn when a question was not understood
 * @param again said in turn before a repeated answer
 * @param small answers to what asks for nothing, by intent; said in turn
 * @param guarded said when something is told only in trust
 * @param nothing said when a test is not recorded in the case
 * @param which asks for the side
 * @param consent asks to be asked first
 * @param mean asks which of two was meant, with a place for each
 * @param askPatient what another person says about what only the patient knows, with a place for the name
 * @param quote what another person says before the patient's words, with a place for the name
 */
record Phrases(
        List<String> lost,
        List<String> again,
        Map<Intent, List<String>> small,
        String guarded,
        String nothing,
        String which,
        String consent,
        String mean,
        String askPatient,
        String quote) {
    static final String NO_CASE = "I'm sorry, I'm a simulated patient and I have no case script to answer from.";

    private static final Map<String, Phrases> BY_LANGUAGE =
            Map.of("es", OtherPhrases.SPANISH, "de", OtherPhrases.GERMAN, "fr", OtherPhrases.FRENCH);

    private static final Phrases ENGLISH = new Phrases(
            List.of(
                    "I'm sorry, I didn't quite follow. Could you ask me that another way?",
                    "I'm not sure what you mean. Could you put it differently?",
                    "Sorry, I don't know how to answer that. Could you ask it in other words?"),
            List.of("I think I've told you that.", "As I said before.", "I did mention that."),
            Map.ofEntries(
                    Map.entry(Intent.GREETING, List.of("Hello.")),
                    Map.entry(Intent.HOW_ARE_YOU, List.of("All right, thank you, apart from what I've come for.")),
                    Map.entry(Intent.CONSENT, List.of("Yes, that's fine.", "Yes, of course.", "Yes, go ahead.")),
                    Map.entry(Intent.ANYTHING_ELSE, List.of("No, I think that's everything.")),
                    Map.entry(Intent.GO_ON, List.of("I'm not sure what else to say about that.")),
                    Map.entry(Intent.QUESTIONS, List.of("No, not at the moment, thank you.")),
                    Map.entry(Intent.THANKS, List.of("You're welcome.", "That's all right.")),
                    Map.entry(Intent.GOODBYE, List.of("Goodbye, and thank you.")),
                    Map.entry(Intent.SUMMARY, List.of("I think I've told you what I know.")),
                    Map.entry(Intent.EMPATHY, List.of("Thank you for saying that.", "Yes. Thank you.")),
                    Map.entry(Intent.HURTS, List.of("No more than I've told you.")),
                    Map.entry(
                            Intent.PLAN,
                            List.of(
                                    "All right. What would I have to do myself?",
                                    "I see. And if that doesn't help?",
                                    "All right, if you think that's best.")),
                    Map.entry(Intent.CHATTER, List.of("Yes, I suppose so.", "Mm, yes.")),
                    Map.entry(Intent.PAUSE, List.of("All right.", "Take your time.")),
                    Map.entry(Intent.OUTSIDE, List.of("I don't see what that has to do with it, sorry.")),
                    Map.entry(Intent.MACHINE, List.of("I don't know what you mean by that, I'm afraid.")),
                    Map.entry(Intent.ABUSE, List.of("There's no need to speak to me like that.")),
                    Map.entry(
                            Intent.STOP,
                            List.of("This is a simulation. You can end it at any time and speak with your teacher.")),
                    Map.entry(Intent.NOISE, List.of("Sorry, I missed that."))),
            "I'd rather not go into that just now.",
            "I can't tell you anything about that one. Nothing is recorded for it.",
            "Which side, left or right?",
            "Would you ask me first whether that's all right?",
            "Do you mean %s, or %s?",
            "You'd have to ask %s about that.",
            "%s told it like this: %s");

    /** Those of a language, or the English ones. */
    static Phrases in(String language) {
        return BY_LANGUAGE.getOrDefault(language, ENGLISH);
    }
}
