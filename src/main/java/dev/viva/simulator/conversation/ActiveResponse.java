package dev.viva.simulator.conversation;

/** A response that is being given; lives on the call's loop. */
interface ActiveResponse {
    String responseId();

    /** Of what the patient says or does in it. */
    String itemId();

    void begin();

    /** Ends it where it is; what is already being played goes on until it is cleared. */
    void cancel(String reason);

    /** Ends without a word. */
    void abandon();
}
