package dev.viva.simulator.patient;

import java.util.List;
import java.util.Map;

/**
 * The phrases that every patient has without a script.
 *
 * @param lost said in turn when a question was not understood
 * @param again precedes a repeated answer
 * @param name precedes the patient's name
 * @param more said when asked to continue without a question
 */
record Phrases(List<String> lost, String again, String name, String more, String thanks, String goodbye) {
    static final String NO_CASE = "I'm sorry, I'm a simulated patient and I have no case script to answer from.";

    private static final Phrases ENGLISH = new Phrases(
            List.of(
                    "I'm sorry, I didn't quite follow. Could you ask me that another way?",
                    "I'm not sure what you mean. Could you put it differently?",
                    "Sorry, I don't know how to answer that. Could you ask it in other words?"),
            "As I said, ",
            "My name is ",
            "Is there anything else you would like to ask me?",
            "You're welcome.",
            "Goodbye, and thank you.");

    private static final Phrases SPANISH = new Phrases(
            List.of(
                    "Perdone, no le he entendido bien. ¿Me lo puede preguntar de otra manera?",
                    "No estoy seguro de qué quiere decir. ¿Me lo puede explicar?",
                    "Lo siento, no sé qué responder a eso. ¿Me lo pregunta con otras palabras?"),
            "Como le he dicho: ",
            "Me llamo ",
            "¿Quiere preguntarme algo más?",
            "De nada.",
            "Adiós, y gracias.");

    private static final Map<String, Phrases> OTHERS = Map.of("es", SPANISH);

    /** Those of a language, or the English ones. */
    static Phrases in(String language) {
        return OTHERS.getOrDefault(language, ENGLISH);
    }
}
