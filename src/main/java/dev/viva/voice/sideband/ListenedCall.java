package dev.viva.voice.sideband;

/**
 * A call to which this replica attaches.
 *
 * @param callId the provider's id
 * @param number counts the session's calls
 * @param instructions the patient's initial instructions
 */
record ListenedCall(String sessionId, String callId, int number, InstructionUpdate instructions) {}
