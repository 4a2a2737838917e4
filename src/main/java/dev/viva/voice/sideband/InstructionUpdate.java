package dev.viva.voice.sideband;

import dev.viva.model.Phase;
import dev.viva.realtime.CallRules;

/** The instructions that a patient should have, and the phase that they are for. */
record InstructionUpdate(Phase phase, CallRules rules) {}
