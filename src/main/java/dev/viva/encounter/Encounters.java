package dev.viva.encounter;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import dev.viva.model.CallEndReason;
import dev.viva.model.EndSummary;
import dev.viva.model.EventType;
import dev.viva.model.Phase;
import dev.viva.model.SessionEvent;
import dev.viva.model.SessionState;
import dev.viva.model.TranscriptSummary;
import dev.viva.model.Warning;
import dev.viva.model.WarningCode;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.CaseNames;
import dev.viva.session.DueSessions;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.storage.Reads;
import dev.viva.storage.Sweep;
import dev.viva.storage.Transaction;
import dev.viva.transcript.Events;
import dev.viva.transcript.TranscriptLog;
import dev.viva.voice.Calls;
import dev.viva.voice.EndedCall;
import dev.viva.voice.Sessions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Advances, ends and closes sessions. Every step is one transaction. Thread-safe. */
final class Encounters {
    /** How many due sessions one run of the timer takes; the next run follows a second later. */
    private static final int MAX_DUE = 500;
    /** How long before the deadline followers are warned. */
    private static final Duration WARNING = Duration.ofMinutes(2);

    private final Database database;
    private final TranscriptLog transcript;
    private final CaseNames names;
    private final Calls calls;
    private final Consumer<Session> instruct;
    private final EncounterConfiguration config;
    private final Counter ended;
    private final Clock clock;

    /** @param instruct sends the patient of a live call the instructions of its session's phase */
    Encounters(
            Sessions sessions,
            Calls calls,
            Consumer<Session> instruct,
            EncounterConfiguration config,
            MetricRegistry metrics,
            Clock clock) {
        this.database = sessions.database();
        this.transcript = sessions.transcripts().log();
        this.names = sessions.cases();
        this.calls = calls;
        this.instruct = instruct;
        this.config = config;
        this.ended = metrics.counter("viva.sessions.ended");
        this.clock = clock;
    }

    /** The session with the summary of its transcript so far. */
    dev.viva.model.Session view(Session session) {
        return view(session, transcript.summary(session));
    }

    /** The session with this summary of its transcript. */
    dev.viva.model.Session view(Session session, TranscriptSummary summary) {
        return SessionResource.view(session, names, summary);
    }

    /**
     * Advances to a phase. The present phase changes nothing.
     *
     * @throws ProblemException {@code phase_order} for any other than the next, {@code session_ended}
     */
    Session advance(String sessionId, Phase phase) {
        Session advanced = step(sessionId, phase);
        instruct.accept(advanced);
        return advanced;
    }

    private Session step(String sessionId, Phase phase) {
        return database.commits().commit(sessionId, transaction -> {
            SessionDao sessions = transaction.dao(SessionDao.class);
            Session session = locked(sessions, sessionId);
            if (session.phase() == phase) {
                return session;
            }
            if (!session.open()) {
                throw new ProblemException(Failure.SESSION_ENDED);
            }
            if (phase.ordinal() != session.phase().ordinal() + 1) {
                throw new ProblemException(Failure.PHASE_ORDER);
            }
            sessions.setPhase(sessionId, phase.toString());
            transcript.appendEventIn(transaction, sessionId, Events.phase(sessionId, phase));
            return existing(sessions, sessionId);
        });
    }

    /** Ends a session and hangs up. Ending it again gives the same answer. */
    EndSummary end(String sessionId) {
        var end = database.commits().commit(sessionId, transaction -> end(transaction, sessionId));
        if (end.wasOpen()) {
            ended.inc();
        }
        end.call().ifPresent(calls::hangUpAfterGrace);
        return end.summary();
    }

    /** @param wasOpen whether this ended it */
    private record Ended(EndSummary summary, Optional<EndedCall> call, boolean wasOpen) {}

    private Ended end(Transaction transaction, String sessionId) {
        SessionDao sessions = transaction.dao(SessionDao.class);
        Session session = locked(sessions, sessionId);
        Optional<EndedCall> call = Optional.empty();
        boolean open = session.open();
        if (open) {
            call = calls.noteEnd(transaction, session, CallEndReason.SESSION_ENDED);
            long now = now().toEpochMilli();
            // The server may have been down: the encounter ended at its deadline nevertheless. Another replica's clock
            // may
            // be behind: it did not end before it began, or retention would erase it too early.
            long created = session.times().created().toEpochMilli();
            long ended =
                    Math.max(created, Math.min(now, session.times().deadline().toEpochMilli()));
            sessions.end(
                    sessionId,
                    ended,
                    Math.max(created, now) + config.lateFinals().toMilliseconds());
            session = existing(sessions, sessionId);
            store(transaction, session, EventType.ENDED);
        }
        SessionEvent event = transcript
                .latest(transaction, sessionId, EventType.ENDED)
                .orElseThrow(() -> new IllegalStateException("an ended session without its event"));
        return new Ended(summary(session, event), call, open);
    }

    private static EndSummary summary(Session session, SessionEvent ended) {
        TranscriptSummary sum = Objects.requireNonNull(ended.summary());
        return new EndSummary(
                session.id(),
                Objects.requireNonNull(session.times().ended()),
                Objects.requireNonNull(session.times().closes()),
                sum.lastSeq(),
                sum.turnCount(),
                sum.digest(),
                sum.durationS());
    }

    private void store(Transaction transaction, Session session, EventType type) {
        transcript.appendEventIn(
                transaction,
                session.id(),
                (seq, time) -> Events.summed(session.id(), type, transcript.summary(transaction, session, seq), time));
    }

    /** Closes a session whose grace window has passed: its last event, after which no line is accepted. */
    private void close(String sessionId) {
        database.commits().run(sessionId, transaction -> {
            SessionDao sessions = transaction.dao(SessionDao.class);
            if (locked(sessions, sessionId).state() != SessionState.ENDED) {
                return;
            }
            sessions.close(sessionId, now().toEpochMilli());
            store(transaction, existing(sessions, sessionId), EventType.CLOSED);
        });
    }

    private void warn(String sessionId) {
        database.commits().run(sessionId, transaction -> {
            if (transaction.dao(SessionDao.class).warn(sessionId, now().toEpochMilli()) == 1) {
                var warning = new Warning(
                        WarningCode.TIME_NEARLY_UP,
                        "At most two minutes are left. The encounter then ends by itself; everything said is kept.",
                        null,
                        null);
                transcript.appendEventIn(transaction, sessionId, Events.warning(sessionId, warning));
            }
        });
    }

    /**
     * Ends sessions past their deadline, warns of near deadlines and closes sessions past their grace window; also those
     * that were due while the server was down.
     *
     * @throws RuntimeException the first failure, once everything was tried
     */
    void settle() {
        long now = now().toEpochMilli();
        Reads reads = database.reads();
        List<Runnable> sweeps = List.of(
                () -> Sweep.forEachIsolated(DueSessions.pastDeadline(reads, now, MAX_DUE), this::end),
                () -> Sweep.forEachIsolated(
                        DueSessions.toBeWarned(reads, now + WARNING.toMillis(), MAX_DUE), this::warn),
                () -> Sweep.forEachIsolated(DueSessions.pastGrace(reads, now, MAX_DUE), this::close));
        Sweep.forEachIsolated(sweeps, Runnable::run);
    }

    private static Session existing(SessionDao sessions, String id) {
        return sessions.find(id).orElseThrow(() -> new ProblemException(Failure.NOT_FOUND));
    }

    /** Locked until the transaction ends: another replica may be deciding the same. */
    private static Session locked(SessionDao sessions, String id) {
        return sessions.lock(id).orElseThrow(() -> new ProblemException(Failure.NOT_FOUND));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
