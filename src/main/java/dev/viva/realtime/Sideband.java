package dev.viva.realtime;

import java.util.Map;

/** The server's own connection to a call of a browser; thread-safe. */
public interface Sideband extends AutoCloseable {

    /**
     * Sets the rules of the call and waits until the provider has acknowledged them. It does not wait for a disconnected
     * sideband: push the rules again at {@link CallEvent.Attached}.
     *
     * @throws ProviderException if the rules may not be in force
     */
    void update(CallRules rules);

    /**
     * Sends the output of functions by call id, and asks the patient to speak. Without output it only asks.
     *
     * @return names the wish to speak: the provider's refusal repeats it
     * @throws ProviderException if the sideband is disconnected; delivery is not confirmed
     */
    String answer(Map<String, String> outputs);

    /** Disconnects without ending the call. Returns at once; may be called again. */
    @Override
    void close();
}
