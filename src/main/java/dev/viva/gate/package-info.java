/** The opening of an encounter, recognised from what the student says. */
@NullMarked
package dev.viva.gate;

import org.jspecify.annotations.NullMarked;
