/** The voice call of an encounter: the gate for minting, RTC tokens, making and ending calls at the provider. */
@NullMarked
package dev.viva.voice;

import org.jspecify.annotations.NullMarked;
