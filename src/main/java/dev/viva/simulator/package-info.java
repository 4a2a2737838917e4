/** The simulated provider: its protocol, its WebRTC peer and a scripted patient, without network or key. */
@NullMarked
package dev.viva.simulator;

import org.jspecify.annotations.NullMarked;
