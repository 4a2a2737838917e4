package dev.viva.encounter;

import dev.viva.model.CallEndReason;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.storage.Transaction;
import dev.viva.transcript.TranscriptLog;
import dev.viva.voice.Calls;
import dev.viva.voice.EndedCall;
import java.time.Clock;
import java.util.Optional;

/**
 * Permanently removes the transcript of a session. Its row stays as a tombstone, and its calls stay for the budget;
 * neither contains text. Only faculty can tell that the session existed. Thread-safe.
 */
final class Erasure {
    private final Database database;
    private final TranscriptLog transcript;
    private final Calls calls;
    private final Clock clock;

    Erasure(Database database, TranscriptLog transcript, Calls calls, Clock clock) {
        this.database = database;
        this.transcript = transcript;
        this.calls = calls;
        this.clock = clock;
    }

    /**
     * Erases a session and hangs up its call. Does nothing for one that is erased.
     *
     * @throws ProblemException {@code not_found} for a session that never existed
     */
    void erase(String sessionId) {
        forgetKey(sessionId);
        database.commits()
                .commit(sessionId, transaction -> erase(transaction, sessionId))
                .ifPresent(calls::hangUp);
    }

    /**
     * A commit of its own before the other: keys are always locked before sessions. After a crash in between, the
     * session is intact, and a repeated createSession creates another one.
     */
    private void forgetKey(String sessionId) {
        database.read()
                .withExtension(IdempotencyDao.class, keys -> keys.of(sessionId))
                .ifPresent(hash -> database.commits()
                        .run(
                                "key_" + hash,
                                transaction ->
                                        transaction.dao(IdempotencyDao.class).remove(hash, sessionId)));
    }

    /** Returns the call to hang up after the commit. */
    private Optional<EndedCall> erase(Transaction transaction, String sessionId) {
        SessionDao sessions = transaction.dao(SessionDao.class);
        Optional<Session> session = sessions.lock(sessionId);
        if (session.isEmpty()) {
            if (!sessions.isErased(sessionId)) {
                throw new ProblemException(Failure.NOT_FOUND);
            }
            return Optional.empty();
        }
        Optional<EndedCall> call = calls.noteEnd(transaction, session.get(), CallEndReason.SESSION_ENDED);
        transcript.erase(transaction, sessionId);
        sessions.erase(sessionId, clock.millis());
        return call;
    }
}
