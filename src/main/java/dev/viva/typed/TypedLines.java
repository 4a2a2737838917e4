package dev.viva.typed;

import dev.viva.model.SayReceipt;
import dev.viva.model.TypedLine;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Session;
import dev.viva.voice.TypedCalls;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts typed lines: stores the line, checks the gate for paid calls, then starts the answer. Thread-safe. */
final class TypedLines {
    private static final Logger log = LoggerFactory.getLogger(TypedLines.class);

    /** Refusals of a call whose line is stored nevertheless. */
    private static final Set<Failure> STORED_ANYWAY =
            EnumSet.of(Failure.BUDGET_EXHAUSTED, Failure.UPSTREAM_UNAVAILABLE);

    private final AwaitedAnswers awaited;
    private final Answers answers;
    private final TypedCalls calls;

    TypedLines(AwaitedAnswers awaited, Answers answers, TypedCalls calls) {
        this.awaited = awaited;
        this.answers = answers;
        this.calls = calls;
    }

    /** The receipt of a line, and whether this request stored it. */
    record Accepted(SayReceipt receipt, boolean created) {}

    /**
     * Stores a line and starts its answer.
     *
     * @param latestCall as in {@link AwaitedAnswers#store}
     * @throws ProblemException {@code item_conflict}, {@code session_ended}, {@code session_full} or a failure of the
     *     storage when the line is not stored; {@code budget_exhausted} or
     *     {@code upstream_unavailable} when it is, and the patient cannot answer now
     */
    Accepted say(String sessionId, TypedLine line, @Nullable Integer latestCall) {
        var stored = awaited.store(sessionId, line, latestCall);
        stored.awaiting().ifPresent(session -> {
            beginCall(session, line.itemId());
            answers.begin(sessionId);
        });
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

    private void beginCall(Session session, String itemId) {
        try {
            calls.begin(session);
        } catch (ProblemException e) {
            if (STORED_ANYWAY.contains(e.failure())) {
                withdraw(session, itemId);
                throw saved(e);
            }
            // The session has ended, or the database is out for a moment. The line is stored nevertheless.
        }
    }

    /** Where this fails the line waits on, and gets its answer later. It is stored, so the caller must not hear else. */
    private void withdraw(Session session, String itemId) {
        try {
            awaited.withdraw(session.id(), itemId);
        } catch (ProblemException e) {
            log.info(
                    "typed lines: a refused line still awaits its answer: {}",
                    e.failure().code());
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
