/** The media of a simulated call: WebRTC peers, speech, and calls without media. */
@NullMarked
package dev.viva.simulator.media;

import org.jspecify.annotations.NullMarked;
