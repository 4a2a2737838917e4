package dev.viva.history;

import dev.viva.history.History.Frame;
import dev.viva.history.History.Line;
import dev.viva.history.History.Read;
import dev.viva.history.History.Relay;
import dev.viva.history.History.Span;
import dev.viva.history.History.Step;
import dev.viva.history.History.Summed;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the people of an encounter do with the service. An answer that is empty is one that did not come, or an error
 * of the server: what was asked for may have happened. Whatever but a relay is answered that the session is not there
 * throws {@link Gone}. Thread-safe.
 */
interface EncounterClient {
    /** The service says that the session is not there. */
    final class Gone extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Span span;

        Gone(Span span) {
            super("the session is not there", null, false, false);
            this.span = span;
        }

        Span span() {
            return span;
        }
    }

    /** A new session's id. */
    Optional<String> create();

    Relay relay(String session, Line line);

    /** Final lines in one batch; each has its answer, in the order given. */
    List<Relay> relayAll(String session, List<Line> lines);

    void partial(String session, Line line);

    /** A line that the provider reports; nothing where the service cannot be told so. */
    void report(String session, Line line);

    Optional<Step> phase(String session, String phase);

    Optional<Summed> end(String session);

    /** Lets faculty erase the session; empty when it is not known whether it did. */
    Optional<Span> erase(String session);

    /** The transcript with its summary. */
    Optional<Read> transcript(String session);

    /** All turns by arrival, as a page. */
    Optional<Read> turns(String session);

    /**
     * Follows the events after a number until the sink has enough (answers false), the connection breaks or there is
     * nothing more.
     *
     * @return whether the service said that there is nothing more
     */
    boolean follow(String session, long after, Predicate<Frame> sink);
}
