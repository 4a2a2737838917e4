package dev.viva.voice;

import dev.viva.model.CallEndReason;
import dev.viva.model.CallKind;
import dev.viva.model.CallNote;
import dev.viva.session.DueSessions;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.session.SessionRow;
import dev.viva.storage.Database;
import dev.viva.storage.Transaction;
import dev.viva.transcript.Events;
import dev.viva.transcript.TranscriptLog;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends calls of all replicas. A call that ended is hung up at the provider. Thread-safe. */
public final class Calls {
    private static final Logger log = LoggerFactory.getLogger(Calls.class);

    private final Database database;
    private final TranscriptLog transcript;
    private final HangUps hangUps;
    private final Clock clock;

    Calls(Database database, TranscriptLog transcript, HangUps hangUps, Clock clock) {
        this.database = database;
        this.transcript = transcript;
        this.hangUps = hangUps;
        this.clock = clock;
    }

    /** The sessions with a live call, on all replicas. */
    List<Session> live() {
        return DueSessions.withCall(database.reads());
    }

    /**
     * Ends the session's call inside the caller's transaction. The pending hang-up is stored with it, so another
     * replica hangs up if this one dies. A call that the provider reports as ended is hung up too: if the report was
     * wrong, the call would cost money until the provider's own limit.
     *
     * @return the call to hang up after the commit, if there was one
     */
    public Optional<EndedCall> noteEnd(Transaction transaction, Session session, CallEndReason reason) {
        long now = clock.millis();
        if (reason == CallEndReason.SESSION_ENDED) {
            transaction.dao(CallDao.class).hangUpNow(session.id(), now);
        }
        String callId = session.call().id();
        if (callId == null) {
            return Optional.empty();
        }
        int number = session.call().number();
        boolean reachable = session.call().reachable();
        SessionRow.setCall(transaction, session.id(), null, number, now);
        // A call ends with its session at the latest: a server that was down learns of the end at its next start.
        long endedAt = Math.min(now, session.times().deadline().toEpochMilli());
        Long hangUpAt = reachable ? now + HangUps.RETRY_AFTER.toMillis() : null;
        CallRow.end(transaction, session.id(), number, endedAt, hangUpAt);
        var note = new CallNote(number, reason, kind(callId));
        transcript.appendEventIn(transaction, session.id(), Events.callEnded(session.id(), note));
        return reachable ? Optional.of(new EndedCall(session.id(), number, callId)) : Optional.empty();
    }

    static CallKind kind(String callId) {
        return Session.CallRef.isTyped(callId) ? CallKind.TEXT : CallKind.VOICE;
    }

    /** The provider reports that a call has ended. Does nothing when another call has replaced it. */
    void endedByProvider(String sessionId, String callId) {
        database.commits()
                .commit(
                        sessionId,
                        transaction -> transaction
                                .dao(SessionDao.class)
                                .lock(sessionId)
                                .filter(session -> session.open()
                                        && callId.equals(session.call().id()))
                                .flatMap(session -> noteEnd(transaction, session, CallEndReason.PROVIDER_ENDED)))
                .ifPresent(this::hangUp);
    }

    /**
     * Hangs up a call without activity since {@code bound}, unless another has replaced it. The session stays open and
     * may get another call.
     */
    void abandon(AbandonedCalls.Abandoned abandoned, Instant bound) {
        String sessionId = abandoned.sessionId();
        database.commits()
                .commit(sessionId, transaction -> {
                    SessionDao sessions = transaction.dao(SessionDao.class);
                    return sessions.lock(sessionId)
                            .filter(session -> session.call().number() == abandoned.number())
                            .filter(session -> sessions.isAbandoned(sessionId, bound.toEpochMilli()))
                            .flatMap(session -> noteEnd(transaction, session, CallEndReason.ABANDONED));
                })
                .ifPresent(call -> {
                    log.info("calls: hanging up an abandoned call");
                    hangUp(call);
                });
    }

    /** Hangs up in the background. */
    public void hangUp(EndedCall call) {
        hangUps.hangUp(call);
    }

    /** Hangs up a little later, when the provider has transcribed the last speech. */
    public void hangUpAfterGrace(EndedCall call) {
        hangUps.hangUpAfterFinalTranscripts(call);
    }
}
