package dev.viva.transcript;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.model.EventType;
import dev.viva.model.SessionEvent;
import dev.viva.model.TranscriptLine;
import dev.viva.model.TranscriptSummary;
import dev.viva.model.Turn;
import dev.viva.model.TurnSource;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.storage.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The append-only log of every session. Commit, then acknowledge, then tell: what this class returns is durable, and
 * listeners hear of it only after that. Thread-safe.
 */
public final class TranscriptLog {
    /** An encounter of an hour has some hundreds of lines; this bounds what one reader can make the server hold. */
    private static final int MOST_TURNS = 20_000;

    private final Database database;
    private final ObjectMapper json;
    private final Clock clock;

    /** A line as it is stored, and whether this call stored it or an earlier one. */
    public record Appended(Turn turn, boolean created) {}

    /** Makes an event once its place and time in the log are known. */
    @FunctionalInterface
    public interface Draft {
        SessionEvent at(long seq, Instant time);
    }

    public TranscriptLog(Database database, ObjectMapper json, Clock clock) {
        this.database = database;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Stores a final line. The same line again is the same answer.
     *
     * @throws ProblemException {@code item_conflict} when the item is stored with other words or another speaker,
     *     {@code session_ended} when the session takes no more lines
     */
    public Appended append(String sessionId, TranscriptLine line) {
        return database.commits().commit(sessionId, transaction -> append(transaction, sessionId, line));
    }

    private Appended append(Transaction transaction, String sessionId, TranscriptLine line) {
        EventDao events = transaction.dao(EventDao.class);
        Optional<Turn> stored = events.turn(sessionId, line.itemId()).map(this::turn);
        if (stored.isPresent()) {
            return again(stored.get(), line);
        }
        Instant now = now();
        var next = transaction
                .dao(SessionDao.class)
                .nextSeq(sessionId, now.toEpochMilli())
                .orElseThrow(() -> new ProblemException(Failure.SESSION_ENDED));
        Turn turn = turn(line, next.seq(), next.late(), now);
        insert(events, sessionId, turnEvent(sessionId, turn), line.itemId());
        return new Appended(turn, true);
    }

    private static Appended again(Turn stored, TranscriptLine line) {
        if (!stored.text().equals(line.text()) || stored.role() != line.role()) {
            throw new ProblemException(Failure.ITEM_CONFLICT);
        }
        return new Appended(stored, false);
    }

    /** Stores an event of the server's own inside the caller's transaction. */
    public SessionEvent record(Transaction transaction, String sessionId, Draft draft) {
        long seq = transaction.dao(SessionDao.class).nextSeqAlways(sessionId);
        SessionEvent event = draft.at(seq, now());
        insert(transaction.dao(EventDao.class), sessionId, event, null);
        return event;
    }

    private void insert(EventDao events, String sessionId, SessionEvent event, @Nullable String itemId) {
        long seq = Objects.requireNonNull(event.seq());
        events.insert(
                sessionId,
                seq,
                event.type().toString(),
                itemId,
                write(event),
                event.createdAt().toEpochMilli());
    }

    /** Stored events after a sequence number, in order, at most so many; as they are sent. */
    List<EventDao.Row> after(String sessionId, long seq, int most) {
        return database.read().withExtension(EventDao.class, events -> events.after(sessionId, seq, most));
    }

    /** Turns in order of arrival. */
    List<Turn> turnsAfter(String sessionId, long seq, int most) {
        return database.read().withExtension(EventDao.class, events -> turns(events, sessionId, seq, most));
    }

    Optional<Turn> turn(String sessionId, String itemId) {
        return database.read()
                .withExtension(
                        EventDao.class, events -> events.turn(sessionId, itemId).map(this::turn));
    }

    /** All turns as the conversation is read. */
    List<Turn> inReadingOrder(String sessionId) {
        return ReadingOrder.of(turnsAfter(sessionId, 0, MOST_TURNS));
    }

    /** The latest event of a type. */
    public Optional<SessionEvent> latest(Transaction transaction, String sessionId, EventType type) {
        return transaction
                .dao(EventDao.class)
                .latest(sessionId, type.toString())
                .map(row -> read(row.payload()));
    }

    /** The summary of a session's transcript as it stands. */
    public TranscriptSummary summary(Session session) {
        return summary(session, session.lastSeq(), inReadingOrder(session.id()));
    }

    /** The same inside a transaction, for an event that is about to be stored at {@code seq}. */
    public TranscriptSummary summary(Transaction transaction, Session session, long seq) {
        var turns = turns(transaction.dao(EventDao.class), session.id(), 0, MOST_TURNS);
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

    private List<Turn> turns(EventDao events, String sessionId, long seq, int most) {
        return events.turnsAfter(sessionId, seq, most).stream().map(this::turn).toList();
    }

    private Turn turn(EventDao.Row row) {
        return Objects.requireNonNull(read(row.payload()).turn(), "a turn event holds its turn");
    }

    private static Turn turn(TranscriptLine line, long seq, boolean late, Instant now) {
        return new Turn(
                seq,
                line.itemId(),
                line.role(),
                line.text(),
                TurnSource.CLIENT,
                late,
                line.previousItemId(),
                line.startedAt(),
                line.finalizedAt(),
                now,
                line.media());
    }

    private static SessionEvent turnEvent(String sessionId, Turn turn) {
        return new SessionEvent(
                sessionId, turn.seq(), EventType.TURN, turn.createdAt(), turn, null, null, null, null, null);
    }

    /** Times are kept in milliseconds, so that what is answered now is what is read later. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private SessionEvent read(String payload) {
        try {
            return json.readValue(payload, SessionEvent.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored event cannot be read", redacted(e));
        }
    }

    private String write(SessionEvent event) {
        try {
            return json.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event cannot be written", redacted(e));
        }
    }

    /** Jackson quotes the document in its messages, and this document is somebody's words. */
    private static IllegalStateException redacted(JsonProcessingException e) {
        e.clearLocation();
        return new IllegalStateException(e.getClass().getName());
    }
}
