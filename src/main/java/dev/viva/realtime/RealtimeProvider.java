package dev.viva.realtime;

import java.time.Duration;
import java.util.List;

/** Whoever holds the voice calls: the service begins, follows and ends them here. Implementations are thread-safe. */
public interface RealtimeProvider extends AutoCloseable {

    /**
     * Begins a call. It is tried once, since each try may have begun a paid call.
     *
     * @throws ProviderException when there is no call
     */
    Call createCall(Sdp.Offer offer, CallConfig config);

    /**
     * Ends a call.
     *
     * @throws ProviderException when the call may still go on
     */
    HangUp hangUp(String callId);

    /** What the provider answers to a hang-up. */
    enum HangUp {
        /** The call has ended now. */
        DONE,
        /** There is no such call: it has ended, or it was just made and is not known everywhere yet. */
        NO_SUCH_CALL
    }

    /**
     * A secret with which a browser can begin calls of this kind by itself. The browser can read and change all that the
     * secret carries, instructions included.
     *
     * @param lifetime how long calls can be begun with it, 10 s to 2 h
     * @throws ProviderException when there is no secret
     */
    MintedSecret mintSecret(CallConfig config, Duration lifetime);

    /**
     * The models that the key may use.
     *
     * @throws ProviderException when they cannot be told
     */
    List<Model> models();

    /**
     * Listens to a call from the server's side, from now on until it is over. Returns at once: whether the line comes up
     * is told to the listener. A line that goes down is made anew, as often as need be.
     */
    Sideband observe(String callId, CallListener listener);

    /**
     * Opens a conversation in text with the patient, which the server itself holds. No media are involved, so it works
     * where no call can. It is tried once.
     *
     * @throws ProviderException when there is no conversation
     */
    TextConversation converse(CallConfig config);

    /** How long the provider is left alone because it failed; zero while it is asked. */
    default Duration unavailableFor() {
        return Duration.ZERO;
    }

    /** Closes all sidebands; requests under way fail. */
    @Override
    void close();
}
