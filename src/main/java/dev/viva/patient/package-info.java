/** A patient in a case: whether they fit, the case as it was frozen for a session, and what the voice is told. */
@NullMarked
package dev.viva.patient;

import org.jspecify.annotations.NullMarked;
