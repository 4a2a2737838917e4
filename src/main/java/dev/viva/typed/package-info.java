/** Typed encounters: words given to the patient without a voice call, and the answers to them. */
@NullMarked
package dev.viva.typed;

import org.jspecify.annotations.NullMarked;
