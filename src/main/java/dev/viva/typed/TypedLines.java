package dev.viva.typed;

import com.google.common.util.concurrent.Striped;
import dev.viva.model.SayReceipt;
import dev.viva.model.TypedLine;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.voice.TypedCalls;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.Lock;

/** Accepts typed lines: stores the line, checks the gate for paid calls, then starts the answer. Thread-safe. */
final class TypedLines {
    /** Refusals of a call whose line is stored nevertheless. */
    private static final Set<Failure> STORED_ANYWAY =
            EnumSet.of(Failure.BUDGET_EXHAUSTED, Failure.UPSTREAM_UNAVAILABLE);

    private final Database database;
    private final AwaitedAnswers awaited;
    private final Answers answers;
    private final TypedCalls calls;
    /** Concurrent lines of a session begin one call, instead of calls that replace each other. */
    private final Striped<Lock> beginning = Striped.lock(64);

    TypedLines(Database database, AwaitedAnswers awaited, Answers answers, TypedCalls calls) {
        this.database = database;
        this.awaited = awaited;
        this.answers = answers;
        this.calls = calls;
    }

    /** The receipt of a line, and whether this request stored it. */
    record Accepted(SayReceipt receipt, boolean created) {}

    /**
     * Stores a line and starts its answer.
     *
     * @throws ProblemException {@code item_conflict}, {@code session_ended}, {@code session_full} or a failure of the
     *     storage when the line is not stored; {@code budget_exhausted} or
     *     {@code upstream_unavailable} when it is, and the patient cannot answer now
     */
    Accepted say(String sessionId, TypedLine line) {
        var stored = awaited.store(sessionId, line);
        if (stored.awaited()) {
            beginCall(sessionId, line.itemId());
            answers.begin(sessionId);
        }
        var turn = stored.line().turn();
        var receipt = new SayReceipt(
                sessionId,
                turn.itemId(),
                turn.seq(),
                turn.late(),
                turn.createdAt(),
                AwaitedAnswers.answerId(turn.itemId()),
                stored.answered());
        return new Accepted(receipt, stored.line().created());
    }

    private void beginCall(String sessionId, String itemId) {
        Lock lock = beginning.get(sessionId);
        lock.lock();
        try {
            database.read()
                    .withExtension(SessionDao.class, sessions -> sessions.find(sessionId))
                    .filter(Session::open)
                    .ifPresent(calls::begin);
        } catch (ProblemException e) {
            if (STORED_ANYWAY.contains(e.failure())) {
                awaited.withdraw(sessionId, itemId);
                throw saved(e);
            }
            // The session has ended, or the database is out for a moment. The line is stored nevertheless.
        } finally {
            lock.unlock();
        }
    }

    private static ProblemException saved(ProblemException refusal) {
        var problem = new ProblemException(
                refusal.failure(),
                "Your line is saved, and the patient cannot answer now. Send the same line again to ask again. "
                        + refusal.detail(),
                refusal);
        if (refusal.retryAfter() != null) {
            problem.retryAfter(refusal.retryAfter());
        }
        return problem;
    }
}
