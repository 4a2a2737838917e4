package dev.viva.simulator;

import dev.viva.realtime.CaseScript;
import java.time.Duration;

/**
 * Who plays the patients.
 *
 * @param answerDelay how long a patient thinks
 */
public record PatientSettings(CaseScript.Source scripts, Duration answerDelay) {}
