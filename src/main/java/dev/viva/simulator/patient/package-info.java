/** The scripted patient: matches what a student said to an answer of the case. */
@NullMarked
package dev.viva.simulator.patient;

import org.jspecify.annotations.NullMarked;
