/** Patients and cases: reading and checking the content, pairing, freezing, the patient's instructions, student views. */
@NullMarked
package dev.viva.patient;

import org.jspecify.annotations.NullMarked;
