package dev.viva.simulator.media;

/** Receives the events of a peer connection; called on the call's thread. */
interface PeerListener {
    void opened();

    void received(String message);

    /** The browser has disconnected for good; may be called more than once. */
    void lost();
}
