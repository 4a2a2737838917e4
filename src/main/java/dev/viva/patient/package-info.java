/**
 * Patients and cases: reads and validates content, pairs and freezes it, composes instructions, makes student views.
 */
@NullMarked
package dev.viva.patient;

import org.jspecify.annotations.NullMarked;
