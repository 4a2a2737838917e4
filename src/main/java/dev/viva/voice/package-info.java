/** The voice call of an encounter: the gate for paid calls, creating and ending calls at the provider. */
@NullMarked
package dev.viva.voice;

import org.jspecify.annotations.NullMarked;
