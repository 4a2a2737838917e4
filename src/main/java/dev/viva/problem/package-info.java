/** The catalogue of failures and its one mapper. Knows nobody. */
@NullMarked
package dev.viva.problem;

import org.jspecify.annotations.NullMarked;
