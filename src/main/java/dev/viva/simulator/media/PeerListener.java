package dev.viva.simulator.media;

/** Is told what happens on a peer connection; called on the call's thread. */
interface PeerListener {
    void opened();

    void received(String message);

    /** The browser is gone for good; may come more than once. */
    void lost();
}
