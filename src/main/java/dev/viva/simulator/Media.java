package dev.viva.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.realtime.SdpAnswer;

/** Answers offers; thread-safe. */
interface Media extends AutoCloseable {

    /**
     * Begins one call.
     *
     * @param lost runs when the browser is gone, perhaps more than once, on any thread
     * @throws Refusal when there is no answer
     */
    Leg answer(byte[] offer, ObjectNode session, Runnable lost);

    @Override
    void close();

    /** One answered call. */
    interface Leg extends AutoCloseable {
        SdpAnswer answer();

        /** Tells the browser that the session's time is over. */
        void expire();

        @Override
        void close();
    }
}
