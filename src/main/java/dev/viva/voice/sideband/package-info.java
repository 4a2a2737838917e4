/** The sideband connections of this replica: what the provider reports of live calls, and what patients are told. */
@NullMarked
package dev.viva.voice.sideband;

import org.jspecify.annotations.NullMarked;
