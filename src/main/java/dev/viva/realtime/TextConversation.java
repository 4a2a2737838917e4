package dev.viva.realtime;

import java.util.List;

/**
 * A conversation in text that the server holds with the patient. It is a cache of what was said: whoever loses it opens
 * another one and says it again. One question at a time; {@link #close} may be called from any thread.
 */
public interface TextConversation extends AutoCloseable {

    /** One line of the conversation. */
    record Line(Speaker speaker, String text) {
        @Override
        public String toString() {
            return "Line[" + speaker + ", " + text.length() + " characters]";
        }
    }

    /** What is told while the patient answers; called on the asking thread. */
    interface Progress {
        /** What the patient says so far, from the answer's beginning. */
        void partial(String text);

        /** What the answer took, also one that failed. */
        void used(CallEvent.Usage usage);
    }

    /**
     * Tells the patient lines that it has not heard and waits for its answer to the last of them. After a failure the
     * conversation may hold half an answer: close it.
     *
     * @param rules what the patient is told about itself from now on
     * @param lines at least one, oldest first
     * @return the whole answer, never blank
     * @throws ProviderException when there is no answer within the deadline, or none at all
     */
    String ask(CallRules rules, List<Line> lines, Progress progress);

    /** Whether it can still be asked, as far as is known. */
    boolean isOpen();

    /** Ends it. Returns at once, and may be called again; a question under way fails. */
    @Override
    void close();
}
