package dev.viva.transcript;

import dev.viva.gate.Opening;
import dev.viva.model.EventType;
import dev.viva.model.GatePassed;
import dev.viva.model.GateStep;
import dev.viva.model.Role;
import dev.viva.model.SessionEvent;
import dev.viva.model.TranscriptLine;
import dev.viva.model.Turn;
import dev.viva.model.TurnSource;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Sequence;
import dev.viva.session.SessionDao;
import dev.viva.storage.Transaction;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules for a line that both the client and the provider may report. The first report stores it. A later report
 * with other text is a conflict when it comes from the client, and a revision, which is shown, when it comes from the
 * provider.
 */
final class Lines {
    private final EventJson json;
    private final boolean listens;

    /** @param listens whether the server listens to every call that it can attach to */
    Lines(EventJson json, boolean listens) {
        this.json = json;
        this.listens = listens;
    }

    /** Whether a client's line is the same as what was stored, or as what is shown since the provider revised it. */
    boolean matches(Transaction transaction, String sessionId, TranscriptLine line, Turn stored) {
        return (sameText(line, stored) && line.role() == stored.role())
                || matchesShown(transaction, sessionId, line, stored);
    }

    /** An earlier version stored text with surrounding white space, and with markers of what the patient shows. */
    private static boolean sameText(TranscriptLine line, Turn turn) {
        return line.text().equals(turn.text())
                || line.text().equals(LineText.of(turn.text()))
                || line.text().equals(LineText.ofPatient(turn.text()));
    }

    private boolean matchesShown(Transaction transaction, String sessionId, TranscriptLine line, Turn stored) {
        Turn shown = shown(transaction.dao(EventDao.class), sessionId, stored);
        return (sameText(line, stored) || sameText(line, shown))
                && (line.role() == stored.role() || line.role() == shown.role());
    }

    /**
     * Stores a final line from the provider. Its text and role override the client's, and it confirms the client's
     * line. It also supplies the predecessor where the client named none. A line that shows something of the case is the
     * provider's from then on, so that the log tells it from what a client invents.
     */
    Appended fromProvider(Transaction transaction, String sessionId, Prepared prepared, Instant now) {
        TranscriptLine line = prepared.line();
        EventDao events = transaction.dao(EventDao.class);
        Optional<Turn> stored = events.turn(sessionId, line.itemId()).map(this::turn);
        if (stored.isEmpty()) {
            var next = seq(transaction, sessionId, line.text().length(), now);
            var times = new ClientTimes(line.startedAt(), line.finalizedAt()); // already on the server's clock
            var event = event(sessionId, next, line, times, TurnSource.PROVIDER, now);
            store(events, sessionId, event, line.itemId());
            passSteps(transaction, next, prepared.opening(), event);
            return new Appended(Objects.requireNonNull(event.turn()), true);
        }
        Turn shown = shown(events, sessionId, stored.get());
        boolean revised = !sameText(line, shown) || shown.role() != line.role();
        boolean ofPatient = line.role() == Role.PATIENT;
        List<String> media = ofPatient ? line.media() : shown.media();
        boolean shows = !Objects.equals(media, shown.media());
        boolean placed = shown.previousItemId() == null && line.previousItemId() != null;
        TurnSource source = ofPatient && media != null ? TurnSource.PROVIDER : shown.source();
        if (!revised && !placed && !shows && shown.unconfirmed() == null && source == shown.source()) {
            return new Appended(shown, false);
        }
        var marks = new Marks(source, revised ? Boolean.TRUE : shown.revised(), null, shown.interrupted());
        var words = new Words(
                line.role(),
                line.text(),
                placed ? line.previousItemId() : shown.previousItemId(),
                shown.startedAt() == null ? line.startedAt() : shown.startedAt(),
                media,
                revised ? prepared.opening() : 0);
        return new Appended(revise(transaction, sessionId, shown, words, marks, now), true);
    }

    /** A line's role, text, predecessor, start and references, and what its new text completes of the opening. */
    private record Words(
            Role role,
            String text,
            @Nullable String previousItemId,
            @Nullable Instant startedAt,
            @Nullable List<String> media,
            int opening) {
        static Words of(Turn turn) {
            return new Words(turn.role(), turn.text(), turn.previousItemId(), turn.startedAt(), turn.media(), 0);
        }
    }

    /** Marks a client's line that the provider did not report although a sideband was connected. */
    void markUnconfirmed(Transaction transaction, String sessionId, String itemId, Instant now) {
        shown(transaction, sessionId, itemId)
                .filter(turn -> turn.source() == TurnSource.CLIENT && turn.unconfirmed() == null)
                .ifPresent(turn -> {
                    var marks = new Marks(turn.source(), turn.revised(), Boolean.TRUE, turn.interrupted());
                    revise(transaction, sessionId, turn, Words.of(turn), marks, now);
                });
    }

    /** Marks an interrupted line; false when it is not stored yet. */
    boolean markInterrupted(Transaction transaction, String sessionId, String itemId, Instant now) {
        Optional<Turn> shown = shown(transaction, sessionId, itemId);
        shown.filter(turn -> turn.interrupted() == null).ifPresent(turn -> {
            var marks = new Marks(turn.source(), turn.revised(), turn.unconfirmed(), Boolean.TRUE);
            revise(transaction, sessionId, turn, Words.of(turn), marks, now);
        });
        return shown.isPresent();
    }

    private Optional<Turn> shown(Transaction transaction, String sessionId, String itemId) {
        EventDao events = transaction.dao(EventDao.class);
        return events.turn(sessionId, itemId).map(this::turn).map(turn -> shown(events, sessionId, turn));
    }

    /** A line's source and its marks, each true or absent as in the contract. */
    private record Marks(
            TurnSource source,
            @Nullable Boolean revised,
            @Nullable Boolean unconfirmed,
            @Nullable Boolean interrupted) {}

    private Turn revise(Transaction transaction, String sessionId, Turn shown, Words words, Marks marks, Instant now) {
        var next = seq(transaction, sessionId, words.text().length(), now);
        Turn revised = new Turn(
                shown.seq(),
                shown.itemId(),
                words.role(),
                speaker(words.role(), next.scene()),
                shown.phase(),
                words.text(),
                marks.source(),
                shown.late(),
                marks.revised(),
                marks.unconfirmed(),
                marks.interrupted(),
                words.previousItemId(),
                words.startedAt(),
                shown.finalizedAt(),
                shown.createdAt(),
                words.media());
        var event = Events.turn(sessionId, EventType.TURN_REVISED, next.seq(), now, revised);
        store(transaction.dao(EventDao.class), sessionId, event, shown.itemId());
        passSteps(transaction, next, words.opening(), event);
        return revised;
    }

    /** The event of a new line. */
    SessionEvent event(
            String sessionId,
            Sequence.Place next,
            TranscriptLine line,
            ClientTimes times,
            TurnSource source,
            Instant now) {
        // Of a line that the sideband may yet report, Confirmation decides; a report removes the mark.
        boolean doubtful = source == TurnSource.CLIENT && !next.call().mayReport(listens);
        Boolean unconfirmed = doubtful ? Boolean.TRUE : null;
        var turn = new Turn(
                next.seq(),
                line.itemId(),
                line.role(),
                speaker(line.role(), next.scene()),
                next.scene().phase(),
                line.text(),
                source,
                next.late(),
                null,
                unconfirmed,
                null,
                line.previousItemId(),
                times.startedAt(),
                times.finalizedAt(),
                now,
                line.media());
        return Events.turn(sessionId, EventType.TURN, next.seq(), now, turn);
    }

    /**
     * Stores an event for each step of the opening that a line is the first in its session to complete. The session's
     * row is locked since the line got its number, so no other replica stores the same step. A line that completes
     * nothing new costs no statement.
     */
    private void passSteps(Transaction transaction, Sequence.Place place, int opening, SessionEvent line) {
        int before = place.scene().opening();
        int after = before | opening;
        if (after == before) {
            return;
        }
        List<GateStep> steps = Opening.passed(before, after);
        long seq = Sequence.open(transaction, line.sessionId(), after, steps.size()) - steps.size();
        String itemId = Objects.requireNonNull(line.turn()).itemId();
        for (GateStep step : steps) {
            var event = Events.gate(line.sessionId(), ++seq, line.createdAt(), new GatePassed(step, itemId));
            store(transaction.dao(EventDao.class), line.sessionId(), event, itemId);
        }
    }

    private static @Nullable String speaker(Role role, Sequence.Scene scene) {
        return role == Role.PATIENT ? scene.speaker() : null;
    }

    /** Why a session takes no more lines: it is unknown, ended or full. */
    private static Failure refusal(Transaction transaction, String sessionId, Instant now) {
        return transaction
                .dao(SessionDao.class)
                .find(sessionId)
                .map(session -> session.takesLinesAt(now) ? Failure.SESSION_FULL : Failure.SESSION_ENDED)
                .orElse(Failure.NOT_FOUND);
    }

    /** @param characters how long the event's text is; 0 if it has none */
    static Sequence.Place seq(Transaction transaction, String sessionId, int characters, Instant now) {
        return Sequence.next(transaction, sessionId, characters, now)
                .orElseThrow(() -> new ProblemException(refusal(transaction, sessionId, now)));
    }

    void store(EventDao events, String sessionId, SessionEvent event, @Nullable String itemId) {
        if (!put(events, sessionId, event, itemId)) {
            throw new IllegalStateException("transcript: a sequence number was used twice");
        }
    }

    /** Stores an event that is about no item, by a statement that stays prepared. */
    void store(Transaction transaction, String sessionId, SessionEvent event) {
        transaction.update(
                ClientLines.INSERT,
                sessionId,
                Objects.requireNonNull(event.seq()),
                event.type().toString(),
                null,
                json.write(event),
                event.createdAt().toEpochMilli());
    }

    private boolean put(EventDao events, String sessionId, SessionEvent event, @Nullable String itemId) {
        return events.insert(
                        sessionId,
                        Objects.requireNonNull(event.seq()),
                        event.type().toString(),
                        itemId,
                        json.write(event),
                        event.createdAt().toEpochMilli())
                == 1;
    }

    /**
     * Turns in order of arrival with numbers after {@code after} and up to {@code to}, each as revised up to
     * {@code to}.
     */
    List<Turn> shown(EventDao events, String sessionId, long after, long to, int limit) {
        var turns = new LinkedHashMap<String, Turn>();
        events.turns(sessionId, after, to, limit).forEach(row -> put(turns, turn(row)));
        events.revisions(sessionId, to).stream()
                .map(this::turn)
                .filter(turn -> turns.containsKey(turn.itemId()))
                .forEach(turn -> put(turns, turn));
        return List.copyOf(turns.values());
    }

    /** The turns, as revised since, that came before the latest event of a type; none if there is no such event. */
    List<Turn> before(EventDao events, String sessionId, EventType type) {
        return events.latest(sessionId, type.toString())
                .map(event -> shown(events, sessionId, 0, Long.MAX_VALUE, Sequence.MAX_EVENTS).stream()
                        .filter(turn -> turn.seq() < event.seq())
                        .toList())
                .orElse(List.of());
    }

    private Turn shown(EventDao events, String sessionId, Turn stored) {
        return events.revision(sessionId, stored.itemId()).map(this::turn).orElse(stored);
    }

    private static void put(LinkedHashMap<String, Turn> turns, Turn turn) {
        turns.put(turn.itemId(), turn); // an existing key keeps its place
    }

    Turn turn(EventDao.Row row) {
        return turn(row.payload());
    }

    Turn turn(String payload) {
        return Objects.requireNonNull(json.read(payload).turn(), "a turn event contains its turn");
    }
}
