package dev.viva.simulator;

import dev.viva.realtime.CaseScript;
import java.time.Duration;

/**
 * The settings of the scripted patients.
 *
 * @param answerDelay how long a patient waits before it answers
 */
public record PatientSettings(CaseScript.Source scripts, Duration answerDelay) {}
