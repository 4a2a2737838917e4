package dev.viva.gate;

import dev.viva.model.GateStep;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a student has done of the opening of an encounter: a bit for each part, as the session's row keeps it. The rules
 * are for English, and for greetings in some more languages; other words are not recognised. They look at one
 * line at a time and prefer to miss a step rather than to see one that was not done.
 *
 * <p>An introduction has two parts, the student's name and their role, since people pause between them: it is done by the
 * line with which both have been said.
 */
public final class Opening {
    /** Nothing of a longer line is an opening; the bound keeps the rules fast. */
    private static final int MAX_LENGTH = 1_000;

    static final int GREETING = 1;
    static final int NAME = 2;
    static final int ROLE = 4;
    static final int CONSENT = 8;
    static final int IDENTITY = 16;

    private Opening() {}

    /** The parts of the opening that a line of the student does, a bit for each. */
    public static int in(String line) {
        return after(0, line);
    }

    /** Whether a line asks if the patient agrees to be examined. During the examination any question for leave does. */
    public static boolean asksToTouch(String line, boolean examining) {
        return (after(~CONSENT, line) & CONSENT) != 0 && (examining || Consent.isToTouch(Said.of(beginning(line))));
    }

    /** The parts that are done after a line, of which some were done before: those are not looked for again. */
    public static int after(int done, String line) {
        String beginning = beginning(line);
        int hints = Hints.of(beginning) & ~done;
        return hints == 0 ? done : done | found(hints, beginning);
    }

    private static String beginning(String line) {
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH);
    }

    /** Of the given parts, those that a line does. */
    static int found(int parts, String line) {
        var said = Said.of(line);
        return ((parts & GREETING) != 0 && Greeting.in(said) ? GREETING : 0)
                | ((parts & NAME) != 0 && Introduction.names(said) ? NAME : 0)
                | ((parts & ROLE) != 0 && Introduction.tellsRole(said) ? ROLE : 0)
                | ((parts & CONSENT) != 0 && Consent.in(said) ? CONSENT : 0)
                | ((parts & IDENTITY) != 0 && Identity.in(said) ? IDENTITY : 0);
    }

    /** The steps that are done by {@code after} and were not by {@code before}, in the order of the opening. */
    public static List<GateStep> passed(int before, int after) {
        return Stream.of(GateStep.values())
                .filter(step -> passes(step, after) && !passes(step, before))
                .toList();
    }

    private static boolean passes(GateStep step, int done) {
        int parts = switch (step) {
            case GREETING -> GREETING;
            case INTRODUCTION -> NAME | ROLE;
            case CONSENT -> CONSENT;
            case IDENTITY -> IDENTITY;
        };
        return (done & parts) == parts;
    }
}
