package dev.viva.voice.sideband;

/**
 * A call that this replica listens to.
 *
 * @param callId the provider's id
 * @param instructions what the patient was created with
 */
record ListenedCall(String sessionId, String callId, InstructionUpdate instructions) {}
