/** How faculty assess an encounter: notes on lines, rubrics, and scores with their evidence. */
@NullMarked
package dev.viva.assessment;

import org.jspecify.annotations.NullMarked;
