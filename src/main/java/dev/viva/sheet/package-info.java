/** The case sheet: a whole case with one patient, as a page to print. For faculty only. */
@NullMarked
package dev.viva.sheet;

import org.jspecify.annotations.NullMarked;
