package dev.viva.soak;

import java.util.List;

/** What is said: plain text, and text that careless handling would corrupt. */
final class Script {
    private static final List<String> QUESTIONS = List.of(
            "Good morning, what brings you in today?",
            "When did it start?",
            "Where exactly does it hurt – here, or here?",
            "Yes.",
            "Does anything make it better or worse?",
            "Have you had this before? \"Never\" is an answer too.",
            "Yes.",
            "Wie würden Sie den Schmerz beschreiben?");

    private static final List<String> ANSWERS = List.of(
            "Hello. It is my knee, since the game on Saturday.",
            "I turned, my foot stayed, and something <popped> & gave way.",
            "Right here, on the inside. 痛い。",
            "Yes.",
            "Stairs are the worst; a cold pack helps a little 🙂.",
            "No… well, once, years ago.\nBut that was the other one.",
            "Yes.",
            "Ziehend, würde ich sagen.");

    private Script() {}

    static String question(int turn) {
        return QUESTIONS.get(turn % QUESTIONS.size());
    }

    static String answer(int turn) {
        return ANSWERS.get(turn % ANSWERS.size());
    }
}
