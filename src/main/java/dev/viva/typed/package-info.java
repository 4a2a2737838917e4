/** Typed encounters: lines that a student types to the patient, and the patient's answers. */
@NullMarked
package dev.viva.typed;

import org.jspecify.annotations.NullMarked;
