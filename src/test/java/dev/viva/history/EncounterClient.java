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
 * What the participants of an encounter do with the service. An empty answer means a lost answer or a server error: the
 * operation may have happened. Operations other than a relay throw {@link Gone} if the session is not found.
 * Thread-safe.
 */
interface EncounterClient {
    /** The service answers that the session is not found. */
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

    /** Creates a session and returns its id. */
    Optional<String> create();

    Relay relay(String session, Line line);

    /** Relays final lines in one batch; the answers have the order of the lines. */
    List<Relay> relayAll(String session, List<Line> lines);

    void partial(String session, Line line);

    /** Lets the provider report a line; does nothing where a test cannot do so. */
    void report(String session, Line line);

    Optional<Step> phase(String session, String phase);

    Optional<Summed> end(String session);

    /** Erases the session as faculty; empty if the outcome is unknown. */
    Optional<Span> erase(String session);

    /** The transcript with its summary. */
    Optional<Read> transcript(String session);

    /** All turns in order of arrival, as a page. */
    Optional<Read> turns(String session);

    /**
     * Follows the events after a seq until the sink returns false, the connection breaks or the stream is complete.
     *
     * @return whether the service ended the stream as complete
     */
    boolean follow(String session, long after, Predicate<Frame> sink);
}
