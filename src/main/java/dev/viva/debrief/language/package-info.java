/** English texts as they are compared: sentences, clauses and words. */
@NullMarked
package dev.viva.debrief.language;

import org.jspecify.annotations.NullMarked;
