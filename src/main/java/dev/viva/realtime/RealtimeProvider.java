package dev.viva.realtime;

import java.time.Duration;
import java.util.List;

/** The provider of voice calls: begins, follows and ends them. Implementations are thread-safe. */
public interface RealtimeProvider extends AutoCloseable {

    /**
     * Begins a call. It is tried once, since each try may begin a paid call.
     *
     * @throws ProviderException if there is no call
     */
    Call createCall(Sdp.Offer offer, CallConfig config);

    /**
     * Ends a call.
     *
     * @throws ProviderException if the call may still be live
     */
    HangUp hangUp(String callId);

    /** The provider's answer to a hang-up. */
    enum HangUp {
        /** The call has ended. */
        DONE,
        /** No such call: it has ended, or it is too new to be known everywhere. */
        NO_SUCH_CALL
    }

    /**
     * Mints a secret with which a browser can begin calls itself. The browser can read and change everything that the
     * secret carries, including the instructions.
     *
     * @param lifetime how long calls can be begun with it, 10 s to 2 h
     * @throws ProviderException if there is no secret
     */
    MintedSecret mintSecret(CallConfig config, Duration lifetime);

    /**
     * The models that the key can use.
     *
     * @throws ProviderException if they cannot be listed
     */
    List<Model> models();

    /**
     * Opens a sideband to a call, until the call ends. Returns at once; the listener receives
     * {@link CallEvent.Attached} when it connects. A sideband that disconnects is reconnected.
     */
    Sideband observe(String callId, CallListener listener);

    /**
     * Opens a text conversation between the server and the patient. It needs no media, so it works where calls cannot.
     * It is tried once.
     *
     * @throws ProviderException if there is no conversation
     */
    TextConversation converse(CallConfig config);

    /** How long the circuit breaker stays open; zero while it is closed. */
    default Duration unavailableFor() {
        return Duration.ZERO;
    }

    /** Closes all sidebands; requests in flight fail. */
    @Override
    void close();
}
