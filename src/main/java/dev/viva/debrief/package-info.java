/** The debrief: what an encounter shows of its case, with the evidence for every point. */
@NullMarked
package dev.viva.debrief;

import org.jspecify.annotations.NullMarked;
