package dev.viva.simulator.patient;

import dev.viva.realtime.CaseScript;

/** What a student's words may ask for. */
sealed interface Meaning {
    /** Something that the patient can tell. */
    record Told(CaseScript.Topic topic) implements Meaning {}

    /** A test, in the case or not. */
    record Tested(CaseScript.Test test) implements Meaning {}

    /** A proposal for the plan. */
    record Proposed(CaseScript.Reaction reaction) implements Meaning {}

    /** Nothing of the case. */
    record Talk(Intent intent) implements Meaning {}
}
