/** The catalogue of failures, and the mapping of exceptions to problems. Depends on no other package. */
@NullMarked
package dev.viva.problem;

import org.jspecify.annotations.NullMarked;
