/** How a simulated call sounds: WebRTC peers, speech, and calls without media. */
@NullMarked
package dev.viva.simulator.media;

import org.jspecify.annotations.NullMarked;
