package dev.viva.voice.sideband;

import dev.viva.model.Phase;
import dev.viva.realtime.CallRules;

/** The rules for a patient, and their phase. */
record InstructionUpdate(Phase phase, CallRules rules) {}
