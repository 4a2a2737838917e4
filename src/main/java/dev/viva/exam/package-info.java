/** Exams: one case for a window of time, one attempt for each student. */
@NullMarked
package dev.viva.exam;

import org.jspecify.annotations.NullMarked;
