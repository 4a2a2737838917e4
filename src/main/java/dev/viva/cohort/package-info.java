/** How a class or course does: students by criteria, the agreement of raters, and exports. */
@NullMarked
package dev.viva.cohort;

import org.jspecify.annotations.NullMarked;
