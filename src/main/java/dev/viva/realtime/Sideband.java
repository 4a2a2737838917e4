package dev.viva.realtime;

import dev.viva.problem.Secret;

/** The server's own line to a call that a browser holds; thread-safe. */
public interface Sideband extends AutoCloseable {

    /**
     * Gives the patient other instructions and waits until they are in force. It does not wait for a line that is down:
     * {@link CallEvent.Attached} is the moment to say again what did not get through.
     *
     * @throws ProviderException when they may not be in force
     */
    void update(Secret instructions);

    /** Stops listening, without ending the call. Returns at once, and may be called again. */
    @Override
    void close();
}
