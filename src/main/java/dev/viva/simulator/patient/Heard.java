package dev.viva.simulator.patient;

/**
 * A meaning that words may have.
 *
 * @param probability that they have it
 */
record Heard(Meaning meaning, double probability) {}
