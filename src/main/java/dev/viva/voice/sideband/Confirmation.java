package dev.viva.voice.sideband;

import dev.viva.model.Turn;
import dev.viva.model.TurnSource;
import dev.viva.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares the lines that a client relays with the lines that the provider reports for the same call. A line that was
 * relayed while the sideband was connected, and that the provider does not report within 15 s, is marked
 * {@code unconfirmed}; a later report removes the mark. Lines relayed while the sideband of a live call is disconnected
 * are not marked here; the log itself marks those that are relayed while no voice call is live. Thread-safe.
 */
final class Confirmation {
    /** The provider transcribes within a few seconds. If it takes longer, the mark is set and later removed. */
    static final Duration MAX_REPORT_DELAY = Duration.ofSeconds(15);
    /** How often lines are checked. The usual report comes within this. */
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    /**
     * A line spoken while the sideband was disconnected may be relayed after it reconnects. The page's time of such a
     * line is trusted for this long, since a page may lose the server for that long in a lesson.
     */
    private static final Duration LATE_RELAYS = Duration.ofMinutes(2);
    /** An encounter has some hundreds of lines. */
    private static final int MAX_PENDING = 5_000;

    private final String sessionId;
    private final CallNotes notes;
    private final Clock clock;
    /** Not guarded by this: the sideband's thread does not wait for a check. */
    private final Set<String> reported = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_PENDING;
        }
    }));

    private volatile @Nullable Instant connectedSince;
    private volatile @Nullable Instant disconnectedSince;
    private Instant nextCheck = Instant.MIN; // used on the reconciler's thread only
    private long checkedSeq; // guarded by this

    Confirmation(String sessionId, CallNotes notes, Clock clock) {
        this.sessionId = sessionId;
        this.notes = notes;
        this.clock = clock;
    }

    /** The provider reports every line from now on. */
    void connected() {
        connectedSince = clock.instant();
        disconnectedSince = null;
    }

    void disconnected() {
        disconnectedSince = lastReport();
    }

    boolean isDisconnected() {
        return disconnectedSince != null;
    }

    void reported(String itemId) {
        reported.add(itemId);
    }

    boolean isReported(String itemId) {
        return reported.contains(itemId);
    }

    /**
     * Marks lines whose report is overdue. Checks at most every 5 s; the next check repeats what could not be stored.
     *
     * @throws ProblemException while the database is out
     */
    void markOverdueUnconfirmed() {
        Instant now = clock.instant();
        if (disconnectedSince == null && !now.isBefore(nextCheck)) {
            nextCheck = now.plus(INTERVAL);
            markUnconfirmedUntil(now.minus(MAX_REPORT_DELAY));
        }
    }

    /**
     * Marks every unreported line that was relayed while the sideband was connected: the provider reports nothing more.
     *
     * @throws ProblemException while the database is out; lines that were marked are not checked again
     */
    void markAllUnconfirmed() {
        markAllUnconfirmedUntil(lastReport());
    }

    /**
     * Another replica takes over, and does not know what was reported to this one: marks lines that are older than the
     * usual report takes. A report to the other replica removes the mark.
     *
     * @throws ProblemException while the database is out
     */
    void handOver() {
        markAllUnconfirmedUntil(lastReport().minus(INTERVAL));
    }

    private Instant lastReport() {
        Instant since = disconnectedSince;
        return since == null ? clock.instant() : since;
    }

    private void markAllUnconfirmedUntil(Instant until) {
        while (markUnconfirmedUntil(until)) {
            // the next page
        }
    }

    private static boolean spokenBefore(Turn turn, Instant from) {
        Instant spoken = turn.finalizedAt();
        return spoken != null && spoken.isBefore(from) && turn.createdAt().isBefore(from.plus(LATE_RELAYS));
    }

    /** Checks a page of lines; false if there was none. */
    private synchronized boolean markUnconfirmedUntil(Instant until) {
        Instant from = connectedSince;
        if (from == null) {
            return false;
        }
        List<Turn> page = notes.turnsStoredBetween(sessionId, checkedSeq, until);
        for (Turn turn : page) {
            if (turn.source() == TurnSource.CLIENT
                    && !turn.createdAt().isBefore(from)
                    && !spokenBefore(turn, from)
                    && !reported.contains(turn.itemId())) {
                notes.markUnconfirmed(sessionId, turn.itemId(), () -> !isReported(turn.itemId()));
            }
            checkedSeq = turn.seq();
        }
        return !page.isEmpty();
    }
}
