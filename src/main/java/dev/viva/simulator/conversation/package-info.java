/** The conversation of a simulated call: the provider's items, responses and events. */
@NullMarked
package dev.viva.simulator.conversation;

import org.jspecify.annotations.NullMarked;
