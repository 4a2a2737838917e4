/** A stand-in for the realtime provider: its protocol, its WebRTC peer and a scripted patient, with no network and no key. */
@NullMarked
package dev.viva.simulator;

import org.jspecify.annotations.NullMarked;
