package dev.viva.transcript;

import static com.google.common.base.Strings.nullToEmpty;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.model.EventType;
import dev.viva.model.Examination;
import dev.viva.model.SessionEvent;
import dev.viva.model.TranscriptError;
import dev.viva.model.TranscriptLine;
import dev.viva.model.TranscriptSummary;
import dev.viva.model.Turn;
import dev.viva.model.TurnSource;
import dev.viva.model.Warning;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.CaseNames;
import dev.viva.session.Sequence;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.session.SessionRow;
import dev.viva.storage.Database;
import dev.viva.storage.Transaction;
import dev.viva.transcript.ClientLines.Relay;
import dev.viva.transcript.EventDao.Row;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The append-only log of every session; only erasing a session removes events. It commits, then acknowledges, then
 * wakes followers: whatever a method returns is durable. Thread-safe.
 */
public final class TranscriptLog {
    private final Database database;
    private final EventJson json;
    private final Lines lines;
    private final ClientLines clientLines;
    private final EarlierLines earlier;
    private final CaseNames names;
    private final Clock clock;

    /** The log of a server that listens to its calls. */
    public TranscriptLog(Database database, CaseNames names, ObjectMapper json, Clock clock) {
        this(database, new Rules(names, true), json, clock);
    }

    public TranscriptLog(Database database, Rules rules, ObjectMapper json, Clock clock) {
        this.database = database;
        this.json = new EventJson(json);
        this.lines = new Lines(this.json, rules.listens());
        this.clientLines = new ClientLines(lines, this.json, this::now);
        this.names = rules.names();
        this.earlier = new EarlierLines(names, this.json);
        this.clock = clock;
    }

    /**
     * What decides how a line is stored.
     *
     * @param names what the cases can show
     * @param listens whether the server listens to every call that it can attach to, so that it marks what a client
     *     relays without one
     */
    public record Rules(CaseNames names, boolean listens) {}

    /**
     * Stores a final line. Storing the same line again returns the same answer.
     *
     * @throws ProblemException {@code item_conflict} when the item is stored with another text or speaker,
     *     {@code session_ended} when the session takes no more lines
     */
    public Appended append(String sessionId, TranscriptLine given) {
        return appendAll(sessionId, List.of(given)).getFirst().orThrow();
    }

    /** Stores final lines in one commit, each by the rules of {@link #append}; results in the order given. */
    List<Relayed> appendAll(String sessionId, List<TranscriptLine> given) {
        List<Prepared> several =
                given.stream().map(line -> prepared(sessionId, line)).toList();
        var relay = new Relay(sessionId, several, TurnSource.CLIENT, now());
        return found(database.commits().commit(sessionId, Prepared.bytes(several), clientLines, relay));
    }

    private static List<Relayed> found(List<Relayed> results) {
        if (results.isEmpty()) {
            throw new ProblemException(Failure.NOT_FOUND);
        }
        return results;
    }

    /**
     * Stores a final line that the provider reported. Text that differs from the stored line becomes a revision.
     *
     * @throws ProblemException {@code session_ended} when the session takes no more lines
     */
    public Appended appendFromProvider(String sessionId, TranscriptLine given) {
        Prepared line = prepared(sessionId, given);
        return database.commits().commit(sessionId, Prepared.bytes(List.of(line)), transaction -> {
            lock(transaction, sessionId);
            return lines.fromProvider(transaction, sessionId, line, now());
        });
    }

    /**
     * Stores a line that the student typed to the patient, inside the caller's transaction. Storing the same line again
     * returns the same answer.
     *
     * @throws ProblemException as {@link #append}
     */
    public Appended appendTyped(Transaction transaction, String sessionId, TranscriptLine line) {
        Instant now = now();
        var typed = new Relay(sessionId, List.of(Prepared.of(line, Set::of)), TurnSource.TYPED, now);
        List<List<Relayed>> results = clientLines.apply(transaction, List.of(typed));
        return found(results.getFirst()).getFirst().orThrow();
    }

    /**
     * Stores the patient's answer to a typed line, inside the caller's transaction, which has locked the session.
     *
     * @throws ProblemException {@code session_ended} when the session takes no more lines
     */
    public void appendAnswer(Transaction transaction, Session session, TranscriptLine line) {
        // The answer was composed from the session's case, so its names are at hand.
        Prepared answer = Prepared.of(line, () -> names.names(session).media());
        lines.fromProvider(transaction, session.id(), answer, now());
    }

    /** Whether an item is stored, inside the caller's transaction. */
    public boolean isStored(Transaction transaction, String sessionId, String itemId) {
        return transaction.dao(EventDao.class).turn(sessionId, itemId).isPresent();
    }

    /** Marks a client's line that the provider has not reported: asked last, since the report may just have come. */
    public void markUnconfirmed(String sessionId, String itemId, BooleanSupplier due) {
        database.commits().run(sessionId, transaction -> {
            lock(transaction, sessionId);
            if (due.getAsBoolean()) {
                lines.markUnconfirmed(transaction, sessionId, itemId, now());
            }
        });
    }

    /** Marks an interrupted line; false when it is not stored yet. */
    public boolean markInterrupted(String sessionId, String itemId) {
        return database.commits().commit(sessionId, transaction -> {
            lock(transaction, sessionId);
            return lines.markInterrupted(transaction, sessionId, itemId, now());
        });
    }

    /** Lines stored after a sequence number and until a time, in order of arrival, without revisions, up to a limit. */
    public List<Turn> turnsStoredBetween(String sessionId, long seq, Instant until, int limit) {
        return database
                .read()
                .withExtension(EventDao.class, events -> events.turns(sessionId, seq, Long.MAX_VALUE, limit))
                .stream()
                .map(lines::turn)
                .takeWhile(turn -> !turn.createdAt().isAfter(until))
                .toList();
    }

    /**
     * Stores a warning in a session that still takes lines.
     *
     * @param responseId the provider's response that it is about, which gets one warning; null if it is about none
     * @throws ProblemException {@code session_ended} when the session takes no more events
     */
    public SessionEvent appendWarning(String sessionId, @Nullable String responseId, Warning warning) {
        var draft = Events.warning(sessionId, warning);
        return appendOnce(sessionId, responseId, draft, events -> events.warning(sessionId, responseId));
    }

    /**
     * Stores that speech could not be transcribed. The first report of an item is stored; later ones return the same
     * event.
     *
     * @return the event as it is stored, by this call or an earlier one
     * @throws ProblemException {@code session_ended} when the session takes no more events
     */
    public SessionEvent appendError(String sessionId, TranscriptError error) {
        String itemId = error.itemId();
        var draft = Events.transcriptError(sessionId, error);
        return appendOnce(sessionId, itemId, draft, events -> events.error(sessionId, itemId));
    }

    private SessionEvent appendOnce(
            String sessionId, @Nullable String itemId, EventDraft draft, Function<EventDao, Optional<Row>> stored) {
        return database.commits().commit(sessionId, transaction -> {
            lock(transaction, sessionId);
            EventDao events = transaction.dao(EventDao.class);
            var earlier = stored.apply(events);
            if (earlier.isPresent()) {
                return json.read(earlier.get().payload());
            }
            Instant now = now();
            var event = draft.at(Lines.seq(transaction, sessionId, 0, now).seq(), now);
            lines.store(events, sessionId, event, itemId);
            return event;
        });
    }

    /**
     * A test that a student asked for.
     *
     * @param stored whether it is to be stored: something was done, not only asked back
     */
    public record Examined(Examination examination, boolean stored) {}

    /**
     * An examination as it stands in the log.
     *
     * @param event null when it is not stored
     * @param created whether this call stored it
     */
    public record Recorded(
            Examination examination, @Nullable SessionEvent event, boolean created) {}

    /**
     * Stores an examination once. An item that is stored returns what is stored, whatever the state of the session.
     *
     * @param decision makes the examination of a session that is open, as it is in the transaction
     * @throws ProblemException {@code session_ended} when the session has ended: late lines are still being transcribed
     *     then, but no test is done any more
     */
    public Recorded appendExamination(String sessionId, String itemId, Function<Session, Examined> decision) {
        return database.commits().commit(sessionId, transaction -> {
            Session session = lock(transaction, sessionId);
            EventDao events = transaction.dao(EventDao.class);
            var earlier = events.examination(sessionId, itemId);
            if (earlier.isPresent()) {
                SessionEvent event = json.read(earlier.get().payload());
                return new Recorded(requireNonNull(event.examination()), event, false);
            }
            if (!session.open()) {
                throw new ProblemException(Failure.SESSION_ENDED);
            }
            Examined examined = decision.apply(session);
            if (!examined.stored()) {
                return new Recorded(examined.examination(), null, false);
            }
            Instant now = now();
            var draft = Events.examination(sessionId, examined.examination());
            SessionEvent event = draft.at(
                    Lines.seq(transaction, sessionId, length(examined.examination()), now)
                            .seq(),
                    now);
            lines.store(events, sessionId, event, itemId);
            return new Recorded(examined.examination(), event, true);
        });
    }

    private static int length(Examination examination) {
        return nullToEmpty(examination.finding()).length()
                + nullToEmpty(examination.reply()).length();
    }

    /** Stores an event of the server itself inside the caller's transaction. */
    public SessionEvent appendEventIn(Transaction transaction, String sessionId, EventDraft draft) {
        SessionEvent event = draft.at(SessionRow.nextSeqAlways(transaction, sessionId), now());
        lines.store(transaction, sessionId, event);
        return event;
    }

    /** Deletes a session's log inside the caller's transaction, which also makes the session a tombstone. */
    public static void erase(Transaction transaction, String sessionId) {
        transaction.dao(EventDao.class).erase(sessionId);
    }

    /** Whether the session was erased, so that no more events come. */
    boolean isErased(String sessionId) {
        return SessionRow.isErased(database.reads(), sessionId);
    }

    /** Stored events after a sequence number, in order, up to a limit, in the form in which they are sent. */
    List<Row> eventsAfter(String sessionId, long seq, int limit) {
        return EventDao.after(database.reads(), sessionId, seq, limit);
    }

    /**
     * Turns in order of arrival, as they stood at the sequence number {@code to}. With the {@code last_seq} of a reply,
     * both match.
     */
    List<Turn> turnsAfter(Session session, long seq, long to, int limit) {
        return database.read()
                .withExtension(
                        EventDao.class,
                        events -> earlier.complete(events, session, lines.shown(events, session.id(), seq, to, limit)));
    }

    Optional<Turn> turn(String sessionId, String itemId) {
        return database.read()
                .withExtension(
                        EventDao.class, events -> events.turn(sessionId, itemId).map(lines::turn));
    }

    /** All turns in reading order, up to the {@code last_seq} that was read with the session. */
    public List<Turn> inReadingOrder(Session session) {
        return inReadingOrder(session, session.lastSeq());
    }

    /** The turns in reading order, as they stood at that sequence number. */
    List<Turn> inReadingOrder(Session session, long to) {
        return ReadingOrder.of(turnsAfter(session, 0, to, Sequence.MAX_EVENTS));
    }

    /** The lines in reading order that came before the session's latest call, as revised since; none without a call. */
    public List<Turn> beforeLatestCall(Session session) {
        return database.read()
                .withExtension(
                        EventDao.class,
                        events -> ReadingOrder.of(lines.before(events, session.id(), EventType.CALL_STARTED)));
    }

    /** The last line of each of some sessions that has one, by the session's id; revised text included. */
    public Map<String, Turn> lastLines(List<String> sessionIds) {
        if (sessionIds.isEmpty()) {
            return Map.of();
        }
        return database
                .read()
                .withExtension(EventDao.class, events -> events.lastOf(sessionIds, EventType.TURN.toString()))
                .stream()
                .map(row -> json.read(row.payload()))
                .collect(Collectors.toMap(SessionEvent::sessionId, event -> requireNonNull(event.turn())));
    }

    /** The tests that were stored, up to the {@code last_seq} that was read with the session. */
    public List<SessionEvent> examinations(Session session) {
        return database
                .read()
                .withExtension(EventDao.class, events -> events.examinations(session.id(), session.lastSeq()))
                .stream()
                .map(row -> json.read(row.payload()))
                .toList();
    }

    /** The latest event of a type. */
    public Optional<SessionEvent> latest(Transaction transaction, String sessionId, EventType type) {
        EventDao events = transaction.dao(EventDao.class);
        return events.latest(sessionId, type.toString()).map(row -> json.read(row.payload()));
    }

    /** The summary of a session's transcript as it stands. */
    public TranscriptSummary summary(Session session) {
        return summary(session, session.lastSeq(), inReadingOrder(session));
    }

    /** The same inside a transaction, for an event that is about to be stored at {@code seq}. */
    public TranscriptSummary summary(Transaction transaction, Session session, long seq) {
        var turns = lines.shown(transaction.dao(EventDao.class), session.id(), 0, seq, Sequence.MAX_EVENTS);
        return summary(session, seq, ReadingOrder.of(turns));
    }

    /** The summary of turns that were read already. */
    public TranscriptSummary summary(Session session, long lastSeq, List<Turn> inReadingOrder) {
        return new TranscriptSummary(
                lastSeq,
                inReadingOrder.size(),
                TranscriptDigest.of(inReadingOrder),
                (int) session.duration(now()).toSeconds(),
                session.times().closed() != null);
    }

    /** Locks the session, so that no other replica adds lines before the transaction ends. */
    private static Session lock(Transaction transaction, String sessionId) {
        return transaction
                .dao(SessionDao.class)
                .lock(sessionId)
                .orElseThrow(() -> new ProblemException(Failure.NOT_FOUND));
    }

    private Prepared prepared(String sessionId, TranscriptLine line) {
        return Prepared.of(
                line,
                () -> database.read()
                        .withExtension(SessionDao.class, sessions -> sessions.find(sessionId))
                        .map(session -> names.names(session).media())
                        .orElse(Set.of()));
    }

    /** Times are stored in milliseconds; a reply now must equal what is read later. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
