/** What was asked and what was told: which lines of a conversation show which things of its case. */
@NullMarked
package dev.viva.debrief.evidence;

import org.jspecify.annotations.NullMarked;
