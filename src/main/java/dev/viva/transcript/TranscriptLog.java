package dev.viva.transcript;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.model.EventType;
import dev.viva.model.SessionEvent;
import dev.viva.model.TranscriptError;
import dev.viva.model.TranscriptLine;
import dev.viva.model.TranscriptSummary;
import dev.viva.model.Turn;
import dev.viva.model.TurnSource;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Sequence;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.storage.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The log of every session, to which is only ever added, until a session is erased as a whole. Commit, then acknowledge,
 * then tell: what this class returns is durable, and listeners hear of it only after that. Thread-safe.
 */
public final class TranscriptLog {

    private final Database database;
    private final EventJson json;
    private final Lines lines;
    private final Clock clock;

    public TranscriptLog(Database database, ObjectMapper json, Clock clock) {
        this.database = database;
        this.json = new EventJson(json);
        this.lines = new Lines(this.json);
        this.clock = clock;
    }

    /**
     * Stores a final line. The same line again is the same answer.
     *
     * @throws ProblemException {@code item_conflict} when the item is stored with other words or another speaker,
     *     {@code session_ended} when the session takes no more lines
     */
    public Appended append(String sessionId, TranscriptLine given) {
        TranscriptLine line = kept(given);
        Instant arrival = now();
        return database.commits()
                .commit(
                        sessionId,
                        bytes(line),
                        transaction -> lines.relayed(transaction, sessionId, line, TurnSource.CLIENT, arrival, now()))
                .orThrow();
    }

    /** Stores final lines in one commit, each judged as {@link #append} would; results in the order given. */
    List<Relayed> appendAll(String sessionId, List<TranscriptLine> given) {
        List<TranscriptLine> several = given.stream().map(TranscriptLog::kept).toList();
        long bytes = several.stream().mapToLong(TranscriptLog::bytes).sum();
        Instant arrival = now();
        return database.commits().commit(sessionId, bytes, transaction -> {
            Instant now = now();
            return several.stream()
                    .map(line -> lines.relayed(transaction, sessionId, line, TurnSource.CLIENT, arrival, now))
                    .toList();
        });
    }

    /**
     * Stores a final line that the provider reported. Other words than are stored become the words shown.
     *
     * @throws ProblemException {@code session_ended} when the session takes no more lines
     */
    public Appended appendFromProvider(String sessionId, TranscriptLine given) {
        TranscriptLine line = kept(given);
        return database.commits().commit(sessionId, bytes(line), transaction -> {
            lock(transaction, sessionId);
            return lines.heard(transaction, sessionId, line, now());
        });
    }

    /**
     * Stores a line that the student typed to the patient, inside the caller's transaction. The same line again is the
     * same answer.
     *
     * @throws ProblemException as {@link #append}
     */
    public Appended appendTyped(Transaction transaction, String sessionId, TranscriptLine line) {
        Instant now = now();
        return lines.relayed(transaction, sessionId, kept(line), TurnSource.TYPED, now, now)
                .orThrow();
    }

    /**
     * Stores the patient's answer to a typed line, inside the caller's transaction, which has locked the session.
     *
     * @throws ProblemException {@code session_ended} when the session takes no more lines
     */
    public void appendAnswer(Transaction transaction, String sessionId, TranscriptLine line) {
        lines.heard(transaction, sessionId, kept(line), now());
    }

    /** Whether an item is stored, inside the caller's transaction. */
    public boolean holds(Transaction transaction, String sessionId, String itemId) {
        return LineStatements.turn(transaction, sessionId, itemId).isPresent();
    }

    /** Marks a client's line that the provider never reported, while it was listened to. */
    public void markUnconfirmed(String sessionId, String itemId) {
        database.commits().run(sessionId, transaction -> {
            lock(transaction, sessionId);
            lines.doubt(transaction, sessionId, itemId, now());
        });
    }

    /** Marks a line that was cut short; false when it is not stored yet. */
    public boolean markInterrupted(String sessionId, String itemId) {
        return database.commits().commit(sessionId, transaction -> {
            lock(transaction, sessionId);
            return lines.interrupt(transaction, sessionId, itemId, now());
        });
    }

    /** Lines as they were stored after a sequence number and until a time, in order of arrival, at most so many. */
    public List<Turn> turnsStoredBetween(String sessionId, long seq, Instant until, int most) {
        return database
                .read()
                .withExtension(EventDao.class, events -> events.turns(sessionId, seq, Long.MAX_VALUE, most))
                .stream()
                .map(lines::turn)
                .takeWhile(turn -> !turn.createdAt().isAfter(until))
                .toList();
    }

    /**
     * Stores an event of the server's own in a session that still takes lines.
     *
     * @throws ProblemException {@code session_ended} when it does not
     */
    public SessionEvent appendEvent(String sessionId, EventDraft draft) {
        return database.commits().commit(sessionId, transaction -> {
            Instant now = now();
            SessionEvent event = draft.at(Lines.seq(transaction, sessionId, now).seq(), now);
            lines.store(transaction.dao(EventDao.class), sessionId, event, null);
            return event;
        });
    }

    /**
     * Stores that something was said and could not be written down. Whoever reports it first is heard; the same item
     * again is one event.
     *
     * @return the event as it is stored, by this call or an earlier one
     * @throws ProblemException {@code session_ended} when the session takes no more
     */
    public SessionEvent appendError(String sessionId, TranscriptError error) {
        return database.commits().commit(sessionId, transaction -> {
            lock(transaction, sessionId);
            EventDao events = transaction.dao(EventDao.class);
            var earlier = events.error(sessionId, error.itemId());
            if (earlier.isPresent()) {
                return json.read(earlier.get().payload());
            }
            Instant now = now();
            long seq = Lines.seq(transaction, sessionId, now).seq();
            var event = Events.transcriptError(sessionId, error).at(seq, now);
            lines.store(events, sessionId, event, error.itemId());
            return event;
        });
    }

    /** Stores an event of the server's own inside the caller's transaction. */
    public SessionEvent appendEventIn(Transaction transaction, String sessionId, EventDraft draft) {
        long seq = transaction.dao(SessionDao.class).nextSeqAlways(sessionId);
        SessionEvent event = draft.at(seq, now());
        lines.store(transaction.dao(EventDao.class), sessionId, event, null);
        return event;
    }

    /** Removes all that a session's log holds inside the caller's transaction, which makes the session a tombstone too. */
    public void erase(Transaction transaction, String sessionId) {
        transaction.dao(EventDao.class).erase(sessionId);
    }

    /** Whether there is nothing more to come of a session because it was erased. */
    boolean isErased(String sessionId) {
        return database.read().withExtension(SessionDao.class, sessions -> sessions.isErased(sessionId));
    }

    /** Stored events after a sequence number, in order, at most so many; as they are sent. */
    List<EventDao.Row> eventsAfter(String sessionId, long seq, int most) {
        return database.read().withExtension(EventDao.class, events -> events.after(sessionId, seq, most));
    }

    /**
     * Turns in order of arrival, up to the session's last number as it was read: what came since would make the number
     * that is told beside them a lie.
     */
    List<Turn> turnsAfter(Session session, long seq, int most) {
        return database.read()
                .withExtension(
                        EventDao.class, events -> lines.shown(events, session.id(), seq, session.lastSeq(), most));
    }

    Optional<Turn> turn(String sessionId, String itemId) {
        return database.read()
                .withExtension(
                        EventDao.class, events -> events.turn(sessionId, itemId).map(lines::turn));
    }

    /** All turns as the conversation is read, up to the session's last number as it was read. */
    public List<Turn> inReadingOrder(Session session) {
        return ReadingOrder.of(turnsAfter(session, 0, Sequence.MAX));
    }

    /** The latest event of a type. */
    public Optional<SessionEvent> latest(Transaction transaction, String sessionId, EventType type) {
        return transaction
                .dao(EventDao.class)
                .latest(sessionId, type.toString())
                .map(row -> json.read(row.payload()));
    }

    /** The summary of a session in which nothing was said yet. */
    public static TranscriptSummary emptySummary() {
        return new TranscriptSummary(0L, 0, TranscriptDigest.of(List.of()), 0, false);
    }

    /** The summary of a session's transcript as it stands. */
    public TranscriptSummary summary(Session session) {
        return summary(session, session.lastSeq(), inReadingOrder(session));
    }

    /** The same inside a transaction, for an event that is about to be stored at {@code seq}. */
    public TranscriptSummary summary(Transaction transaction, Session session, long seq) {
        var turns = lines.shown(transaction.dao(EventDao.class), session.id(), 0, seq, Sequence.MAX);
        return summary(session, seq, ReadingOrder.of(turns));
    }

    TranscriptSummary summary(Session session, long lastSeq, List<Turn> inReadingOrder) {
        return new TranscriptSummary(
                lastSeq,
                inReadingOrder.size(),
                TranscriptDigest.of(inReadingOrder),
                (int) session.duration(now()).toSeconds(),
                session.times().closed() != null);
    }

    /** What is decided by the lines that are there holds until the transaction ends, whatever other replicas do. */
    private static void lock(Transaction transaction, String sessionId) {
        if (transaction.dao(SessionDao.class).lock(sessionId).isEmpty()) {
            throw new ProblemException(Failure.NOT_FOUND);
        }
    }

    /** The line with its words as they are kept; what is nothing but white space stays as it is. */
    private static TranscriptLine kept(TranscriptLine line) {
        String text = LineText.of(line.text());
        if (text.isEmpty() || text.equals(line.text())) {
            return line;
        }
        return new TranscriptLine(
                line.itemId(),
                line.role(),
                text,
                line.isFinal(),
                line.previousItemId(),
                line.startedAt(),
                line.finalizedAt(),
                line.emittedAt(),
                line.media());
    }

    /** About what a line holds in memory: its words, and some hundred bytes for the rest. */
    private static long bytes(TranscriptLine line) {
        return 512 + 2L * line.text().length();
    }

    /** Times are kept in milliseconds, so that what is answered now is what is read later. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
