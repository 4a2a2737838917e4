/** The sideband connections of this replica: the provider's reports of live calls, and the patients' instructions. */
@NullMarked
package dev.viva.voice.sideband;

import org.jspecify.annotations.NullMarked;
