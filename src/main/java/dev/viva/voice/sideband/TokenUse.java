package dev.viva.voice.sideband;

/** Books the tokens that the provider reports. Throws when they are not stored. Implementations are thread-safe. */
public interface TokenUse {
    void book(String sessionId, String callId, long tokens);
}
