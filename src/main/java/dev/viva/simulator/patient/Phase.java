package dev.viva.simulator.patient;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the encounter stands. */
enum Phase {
    SUBJECTIVE,
    OBJECTIVE,
    TREATMENT_PLAN;

    private static final Pattern NAMED = Pattern.compile("(?m)^Phase: (subjective|objective|treatment_plan)\\s*$");

    /** The phase that the instructions name first; the history when they name none. */
    static Phase in(String instructions) {
        Matcher named = NAMED.matcher(instructions);
        return named.find() ? valueOf(named.group(1).toUpperCase(Locale.ROOT)) : SUBJECTIVE;
    }

    /** As on the wire. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
