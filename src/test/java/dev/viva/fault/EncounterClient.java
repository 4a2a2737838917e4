package dev.viva.fault;

import dev.viva.fault.History.Frame;
import dev.viva.fault.History.Line;
import dev.viva.fault.History.Read;
import dev.viva.fault.History.Relay;
import dev.viva.fault.History.Step;
import dev.viva.fault.History.Summed;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the people of an encounter do with the service. An answer that is empty is one that did not come, or an error
 * of the server: what was asked for may have happened. Thread-safe.
 */
interface EncounterClient {
    /** A new session's id. */
    Optional<String> create();

    Relay relay(String session, Line line);

    void partial(String session, Line line);

    /** A line that the provider reports; nothing where the service cannot be told so. */
    void hear(String session, Line line);

    Optional<Step> phase(String session, String phase);

    Optional<Summed> end(String session);

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
