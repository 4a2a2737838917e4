package dev.viva.typed;

import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;
import dev.viva.model.Role;
import dev.viva.model.TranscriptLine;
import dev.viva.model.TypedLine;
import dev.viva.model.Warning;
import dev.viva.model.WarningCode;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.storage.Transaction;
import dev.viva.transcript.Appended;
import dev.viva.transcript.Events;
import dev.viva.transcript.TranscriptLog;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Which typed lines wait for their answer, and who answers them: stored with the line in one commit, and removed with the
 * answer in another. So a line that was acknowledged is answered once, whatever process dies in between. One line of a
 * session is answered at a time, the oldest first. Thread-safe.
 */
final class AwaitedAnswers {
    /** How often a line may be taken up, also by processes that died over it. */
    private static final int MAX_TRIES = 4;

    private static final int MAX_WAITING = 500;
    private static final int ID_LENGTH = 22;

    private final Database database;
    private final TranscriptLog transcript;
    private final Duration claim;
    private final Clock clock;
    private final String self = UUID.randomUUID().toString();

    /** @param claim how long a line of a process that died waits for another one to answer it */
    AwaitedAnswers(Database database, TranscriptLog transcript, Duration claim, Clock clock) {
        this.database = database;
        this.transcript = transcript;
        this.claim = claim;
        this.clock = clock;
    }

    /**
     * A typed line as it is stored.
     *
     * @param answered its answer is stored as well
     * @param awaited whether it waits for its answer
     */
    record Stored(Appended line, boolean answered, boolean awaited) {}

    /**
     * A line that this process answers now.
     *
     * @param waiting the session's other lines that wait
     */
    record Claim(Session session, String itemId, int tries, Set<String> waiting) {
        String answerId() {
            return AwaitedAnswers.answerId(itemId);
        }
    }

    /** The id of a line's answer follows from the line's, so that there is one answer whoever gives it. */
    static String answerId(String itemId) {
        byte[] hash =
                Hashing.sha256().hashString(itemId, StandardCharsets.UTF_8).asBytes();
        return "answer_" + BaseEncoding.base64Url().encode(hash).substring(0, ID_LENGTH);
    }

    /** Stores a line, and that it waits for its answer unless that is there. */
    Stored store(String sessionId, TypedLine typed) {
        var line = new TranscriptLine(typed.itemId(), Role.STUDENT, typed.text(), true, null, null, null, null, null);
        long bytes = 512 + 2L * typed.text().length();
        return database.commits().commit(sessionId, bytes, transaction -> {
            var appended = transcript.appendTyped(transaction, sessionId, line);
            boolean answered = transcript.holds(transaction, sessionId, answerId(typed.itemId()));
            boolean open = transaction
                    .dao(SessionDao.class)
                    .lock(sessionId)
                    .filter(Session::open)
                    .isPresent();
            boolean awaits = open && !answered && !appended.turn().late();
            if (awaits) {
                long seq = appended.turn().seq();
                transaction.dao(AnswerDao.class).await(sessionId, typed.itemId(), seq);
            }
            return new Stored(appended, answered, awaits);
        });
    }

    /** A line that cannot be answered now: whoever wants an answer says it again. */
    void withdraw(String sessionId, String itemId) {
        change(sessionId, answers -> answers.withdraw(sessionId, itemId, clock.millis()));
    }

    /** Takes the oldest line of a session that waits, unless somebody answers it already. */
    Optional<Claim> claim(String sessionId) {
        return database.commits().commit(sessionId, transaction -> {
            AnswerDao answers = transaction.dao(AnswerDao.class);
            Optional<Session> session =
                    transaction.dao(SessionDao.class).lock(sessionId).filter(Session::open);
            if (session.isEmpty()) {
                answers.forget(sessionId);
                return Optional.empty();
            }
            return claim(transaction, session.get(), answers.of(sessionId));
        });
    }

    private Optional<Claim> claim(Transaction transaction, Session session, List<AnswerDao.Awaited> waiting) {
        if (waiting.isEmpty() || waiting.getFirst().takenUntil() > clock.millis()) {
            return Optional.empty();
        }
        var oldest = waiting.getFirst();
        AnswerDao answers = transaction.dao(AnswerDao.class);
        answers.take(session.id(), oldest.itemId(), self, clock.millis() + claim.toMillis());
        if (oldest.tries() >= MAX_TRIES) {
            giveUp(transaction, session.id(), oldest.itemId());
            return claim(transaction, session, waiting.subList(1, waiting.size()));
        }
        Set<String> others =
                waiting.stream().skip(1).map(AnswerDao.Awaited::itemId).collect(Collectors.toUnmodifiableSet());
        return Optional.of(new Claim(session, oldest.itemId(), oldest.tries() + 1, others));
    }

    /** This process goes on answering lines of a session. */
    void renew(String sessionId) {
        change(sessionId, answers -> answers.renew(sessionId, self, clock.millis() + claim.toMillis()));
    }

    /** Somebody else, or this process, may try again. */
    void release(Claim claimed) {
        String sessionId = claimed.session().id();
        change(sessionId, answers -> answers.release(sessionId, claimed.itemId(), self, clock.millis()));
    }

    /** Stores the answer, unless somebody else gives it meanwhile. */
    void finish(Claim claimed, String text, Instant begun) {
        String sessionId = claimed.session().id();
        database.commits().run(sessionId, 512 + 2L * text.length(), transaction -> {
            boolean there = transaction.dao(SessionDao.class).lock(sessionId).isPresent();
            if (there && transaction.dao(AnswerDao.class).done(sessionId, claimed.itemId(), self) == 1) {
                transcript.appendAnswer(
                        transaction,
                        sessionId,
                        new TranscriptLine(
                                claimed.answerId(),
                                Role.PATIENT,
                                text,
                                true,
                                claimed.itemId(),
                                begun,
                                clock.instant(),
                                null,
                                null));
            }
        });
    }

    /** Nobody answers the line any more, and whoever follows the session is told. */
    void giveUp(Claim claimed) {
        String sessionId = claimed.session().id();
        database.commits().run(sessionId, transaction -> {
            boolean open = transaction
                    .dao(SessionDao.class)
                    .lock(sessionId)
                    .filter(Session::open)
                    .isPresent();
            if (open) {
                giveUp(transaction, sessionId, claimed.itemId());
            }
        });
    }

    private void giveUp(Transaction transaction, String sessionId, String itemId) {
        if (transaction.dao(AnswerDao.class).done(sessionId, itemId, self) == 1) {
            var warning = new Warning(
                    WarningCode.PATIENT_SILENT,
                    "The patient could not answer a typed line. The line is saved: send it again to ask again. If the"
                            + " patient stays silent, end the encounter and tell your teacher.",
                    itemId);
            transcript.appendEventIn(transaction, sessionId, Events.warning(sessionId, warning));
        }
    }

    /** Sessions with a line that nobody answers: just typed, tried in vain, or of a process that died. */
    List<String> waiting() {
        return database.read().withExtension(AnswerDao.class, answers -> answers.waiting(clock.millis(), MAX_WAITING));
    }

    /** A change that decides by a session's rows, so its row is locked first, as everywhere. */
    private void change(String sessionId, Consumer<AnswerDao> change) {
        database.commits().run(sessionId, transaction -> {
            transaction.dao(SessionDao.class).lock(sessionId);
            change.accept(transaction.dao(AnswerDao.class));
        });
    }
}
