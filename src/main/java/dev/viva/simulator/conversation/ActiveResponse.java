package dev.viva.simulator.conversation;

/** A response in progress; used on the call's loop only. */
interface ActiveResponse {
    String responseId();

    /** The id of its item. */
    String itemId();

    void begin();

    /** Cancels it; sound that is already playing continues until it is cleared. */
    void cancel(String reason);

    /** Ends it without an event. */
    void abandon();
}
