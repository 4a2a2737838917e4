package dev.viva.simulator.media;

import dev.viva.realtime.Sdp;
import dev.viva.simulator.conversation.Conversation;
import dev.viva.simulator.conversation.EventLoop;
import dev.viva.simulator.conversation.Refusal;
import dev.viva.simulator.conversation.Voice;
import java.util.function.Consumer;

/** Answers offers; thread-safe. */
public interface Media extends AutoCloseable {

    /**
     * Begins one call.
     *
     * @throws Refusal when there is no answer
     */
    Leg answer(byte[] offer, FarEnd call);

    @Override
    void close();

    /** The provider's side of a call, as the media sees it. */
    interface FarEnd {
        /**
         * Begins the conversation; called once, before there is an answer.
         *
         * @param loop the loop that runs it
         * @param browser receives messages for the browser, and drops them while there is no channel
         */
        Conversation begin(EventLoop loop, Voice voice, Consumer<String> browser);

        /** The browser has disconnected; may be called more than once, on any thread. */
        void lost();
    }

    /** One answered call. */
    interface Leg extends AutoCloseable {
        Sdp.Answer answer();

        /** Closes the connection after the loop's pending tasks. */
        @Override
        void close();
    }
}
