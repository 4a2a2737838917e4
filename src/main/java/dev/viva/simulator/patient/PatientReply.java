package dev.viva.simulator.patient;

/** What a patient does when a student has spoken. */
public sealed interface PatientReply {

    /** The patient speaks. */
    record Spoken(String text) implements PatientReply {}

    /**
     * The patient calls a function first; {@link ScriptedPatient#afterFunction} is what follows its output.
     *
     * @param arguments a JSON object
     */
    record FunctionCall(String name, String arguments) implements PatientReply {}
}
