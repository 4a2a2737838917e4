/** The fast path of relays, in front of the framework. */
@NullMarked
package dev.viva.relay;

import org.jspecify.annotations.NullMarked;
