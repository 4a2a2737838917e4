package dev.viva.simulator;

import java.time.Duration;

/**
 * Who plays the patients.
 *
 * @param answerDelay how long a patient thinks
 */
record Casting(CaseScripts scripts, Duration answerDelay) {}
