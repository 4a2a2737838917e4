package dev.viva.voice;

import dev.viva.model.Turn;
import dev.viva.model.TurnSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds a client's lines of one call against what the provider reported of it. A line that was relayed while the server
 * listened and that the provider has not reported within a quarter of a minute is marked; the mark goes when the report
 * comes after all. What was relayed while nobody listened cannot be judged. Thread-safe.
 */
final class Confirmation {
    /** Words are written down within a few seconds; when the provider is slow the mark comes and goes. */
    static final Duration PATIENCE = Duration.ofSeconds(15);
    /**
     * What was said while nobody listened may be relayed when somebody does again: the page says when it was said. Its
     * word is taken for so long, as long as a page may be without a server in a lesson.
     */
    private static final Duration LATE_RELAYS = Duration.ofMinutes(2);
    /** An encounter has some hundreds of lines. */
    private static final int MAX_PENDING = 5_000;

    private final String sessionId;
    private final CallNotes notes;
    private final Clock clock;
    private final Set<String> reported = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_PENDING;
        }
    });
    private @Nullable Instant since;
    private @Nullable Instant down;
    private Instant next = Instant.MIN;
    private long judged;

    Confirmation(String sessionId, CallNotes notes, Clock clock) {
        this.sessionId = sessionId;
        this.notes = notes;
        this.clock = clock;
    }

    /** From now on everything is reported. */
    synchronized void connected() {
        since = clock.instant();
        down = null;
    }

    synchronized void disconnected() {
        down = clock.instant();
    }

    synchronized void reported(String itemId) {
        reported.add(itemId);
    }

    synchronized boolean isReported(String itemId) {
        return reported.contains(itemId);
    }

    /** Looks at the lines that have waited long enough, at most every few seconds. */
    synchronized void markOverdueUnconfirmed() {
        Instant now = clock.instant();
        if (down == null && !now.isBefore(next)) {
            next = now.plus(PATIENCE.dividedBy(3));
            markOverdueUnconfirmed(now.minus(PATIENCE));
        }
    }

    /** Looks at all that was relayed while there was somebody to listen: nothing more will be reported. */
    synchronized void markAllUnconfirmed() {
        markOverdueUnconfirmed(down == null ? clock.instant() : down);
    }

    private static boolean saidBefore(Turn turn, Instant from) {
        Instant said = turn.finalizedAt();
        return said != null && said.isBefore(from) && turn.createdAt().isBefore(from.plus(LATE_RELAYS));
    }

    private void markOverdueUnconfirmed(Instant until) {
        Instant from = since;
        if (from == null) {
            return;
        }
        for (Turn turn : notes.turnsStoredBetween(sessionId, judged, until)) {
            if (turn.source() == TurnSource.CLIENT
                    && !turn.createdAt().isBefore(from)
                    && !saidBefore(turn, from)
                    && !reported.contains(turn.itemId())) {
                notes.markUnconfirmed(sessionId, turn.itemId());
            }
            judged = turn.seq();
        }
    }
}
