package dev.viva.voice;

/**
 * A call that has ended for its session and must be hung up at the provider.
 *
 * @param number of the call in its session
 */
public record EndedCall(String sessionId, int number, String providerId) {}
