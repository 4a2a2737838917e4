package dev.viva.realtime;

import java.util.List;

/**
 * A text conversation between the server and the patient. It is a cache of the transcript: to replace a lost one, open
 * another and send the lines again. One question at a time; any thread may call {@link #close}.
 */
public interface TextConversation extends AutoCloseable {

    /** A line of the transcript. */
    record Line(Speaker speaker, String text) {
        @Override
        public String toString() {
            return "Line[" + speaker + ", " + text.length() + " characters]";
        }
    }

    /** Receives the progress of an answer, on the calling thread. */
    interface Progress {
        /** The answer so far. */
        void partial(String text);

        /** The output of a function that the patient's voice called before it answers. */
        String called(CallEvent.FunctionCall call);

        /** The tokens of the answer, also of a failed one. */
        void used(CallEvent.Usage usage);
    }

    /**
     * Sends the lines that the conversation lacks and waits for the answer to the last of them. After a failure the
     * conversation may contain half an answer: close it.
     *
     * @param rules the rules from now on
     * @param lines at least one, oldest first
     * @return the whole answer, never blank
     * @throws ProviderException if there is no answer by the deadline
     */
    String ask(CallRules rules, List<Line> lines, Progress progress);

    /** Whether it is connected, as far as is known. */
    boolean isOpen();

    /** Ends it. Returns at once; may be called again. A question in flight fails. */
    @Override
    void close();
}
