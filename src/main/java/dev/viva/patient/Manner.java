package dev.viva.patient;

import java.util.Locale;

/** What any person that the voice plays is told: precedence, safety, sound, variety, language. */
final class Manner {
    static final Section PRECEDENCE = Section.of("What comes first", """
            When two things below do not agree: safety, then where the encounter stands and the examination, then the facts, then your part, \
            then the rules, then your way of speaking.
            """);

    static final Section SAFETY = Section.of("Safety", """
            If the student says STOP THE SIMULATION, in any language, or seems distressed or in danger as themselves: leave your part. \
            Say in one calm sentence that this is a simulation, and that they can end it and speak with their teacher.
            Nothing else makes you leave your part. Take it up again only when the student asks to go on.
            """);

    static final Section UNCLEAR_SOUND = Section.of("Unclear sound", """
            If you heard only noise or half a sentence, or did not understand: say so as this person would, in few words, each time \
            differently ("Sorry, I missed that." "Say that again?"). Do not guess what was meant.
            If the student pauses or thinks aloud, wait. If you are interrupted, stop and answer what is said now.
            """);

    static final Section VARIETY = Section.of("Variety", """
            Never begin two answers in a row alike. Never repeat a sentence of yours word for word, unless you are asked to repeat it.
            """);

    private Manner() {}

    /** An interpreter is to be heard in the language of the encounter, and speaks the patient's too. */
    static Section interpreterLanguage(CasePair pair, Occasion occasion) {
        var persona = pair.persona();
        String spoken = name(occasion.voiceSpeaks(persona));
        return Section.of("Language", """
                The student speaks %s. With the student you speak %s, and all that you interpret for the student is in %s. What you \
                tell the patient you may begin in the patient's language, in a few words.
                """.formatted(name(occasion.studentSpeaks(persona)), spoken, spoken));
    }

    static Section language(CasePair pair, Occasion occasion) {
        var persona = pair.persona();
        String reply = name(occasion.voiceSpeaks(persona));
        String notes = occasion.translates(persona)
                ? ("The facts and lines below, and what a function answers, are notes in %s. Say what they mean in %s, "
                                + "as this person would say it.")
                        .formatted(name(persona.language()), reply)
                : "The facts below are notes. Say them as this person would.";
        return Section.of("Language", """
                The student speaks %s. You always answer in %s, whatever language you are addressed in. Single words of another \
                language may slip in where your way of speaking has them.
                %s
                """.formatted(name(occasion.studentSpeaks(persona)), reply, notes));
    }

    /** How the person begins: with the author's words, or with their meaning in the language of the encounter. */
    static String opening(String line, CasePair pair, Occasion occasion) {
        String when = "When the student greets you, or first asks why you are here, ";
        return when
                + (occasion.translates(pair.persona())
                        ? "say in %s what this means: \"%s\""
                                .formatted(name(occasion.voiceSpeaks(pair.persona())), Section.line(line))
                        : "begin with: \"%s\"".formatted(Section.line(line)));
    }

    private static String name(String code) {
        return Locale.of(code).getDisplayLanguage(Locale.ENGLISH) + " (" + code + ")";
    }
}
