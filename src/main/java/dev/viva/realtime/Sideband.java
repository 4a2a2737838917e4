package dev.viva.realtime;

/** The server's own line to a call that a browser holds; thread-safe. */
public interface Sideband extends AutoCloseable {

    /**
     * Sets what the server decides, other instructions for example, and waits until it is in force. It does not wait for a
     * line that is down: {@link CallEvent.Attached} is the moment to say again what did not get through.
     *
     * @throws ProviderException when it may not be in force
     */
    void update(CallRules rules);

    /** Stops listening, without ending the call. Returns at once, and may be called again. */
    @Override
    void close();
}
