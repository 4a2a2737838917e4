package dev.viva.simulator.patient;

import java.util.Locale;

/** What a line does that asks for nothing of the case. */
enum Intent {
    GREETING,
    HOW_ARE_YOU,
    CONSENT,
    IDENTITY,
    REPEAT,
    ANYTHING_ELSE,
    GO_ON,
    /** Asks whether the patient has questions. */
    QUESTIONS,
    THANKS,
    GOODBYE,
    SUMMARY,
    EMPATHY,
    HURTS,
    PLAN,
    CHATTER,
    PAUSE,
    /** A question that no case answers. */
    OUTSIDE,
    MACHINE,
    ABUSE,
    STOP,
    NOISE;

    static Intent named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
