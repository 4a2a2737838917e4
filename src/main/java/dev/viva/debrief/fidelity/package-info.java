/** How the patient kept to the case: what was invented, contradicted, leaked or withheld. */
@NullMarked
package dev.viva.debrief.fidelity;

import org.jspecify.annotations.NullMarked;
