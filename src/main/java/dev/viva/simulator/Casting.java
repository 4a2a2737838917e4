package dev.viva.simulator;

import dev.viva.simulator.patient.CaseScripts;
import java.time.Duration;

/**
 * Who plays the patients.
 *
 * @param answerDelay how long a patient thinks
 */
public record Casting(CaseScripts scripts, Duration answerDelay) {}
