package dev.viva.voice.sideband;

import dev.viva.examination.VoiceFunctions;

/**
 * What becomes of what a call's sideband reports.
 *
 * @param notes stores and shows it
 * @param functions answers the functions that the patient's voice calls
 */
public record CallHandling(CallNotes notes, VoiceFunctions functions) {}
