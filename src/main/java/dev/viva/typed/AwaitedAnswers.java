package dev.viva.typed;

import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;
import dev.viva.model.EventType;
import dev.viva.model.Role;
import dev.viva.model.SessionEvent;
import dev.viva.model.TranscriptLine;
import dev.viva.model.TypedLine;
import dev.viva.model.Warning;
import dev.viva.model.WarningCode;
import dev.viva.problem.ProblemException;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.storage.Sweep;
import dev.viva.storage.Transaction;
import dev.viva.storage.Transaction.Sql;
import dev.viva.transcript.Appended;
import dev.viva.transcript.Events;
import dev.viva.transcript.TranscriptLog;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The typed lines that await an answer, and the replica that answers each. An entry is stored in the commit of its line
 * and removed in the commit of its answer. So an acknowledged line is answered once, even if a replica dies in between.
 * A session's lines are answered one at a time, the oldest first. A voice call that begins takes their place: an older
 * line is withdrawn, since only a text call could answer it, and that would hang up the voice call. Thread-safe.
 */
final class AwaitedAnswers {
    /** How often a line may be claimed, including for attempts that broke off, by a replica's death or a failure. */
    private static final int MAX_TRIES = 4;

    /** Once for each line. Asked each second, so without a DAO. */
    private static final Sql WAITING =
            new Sql("SELECT session_id FROM awaited_answer WHERE taken_until <= ? ORDER BY taken_until LIMIT ?");

    private static final int MAX_WAITING = 500;
    /** How often a claim is renewed before it expires. */
    private static final int RENEWALS = 3;

    private static final int ID_LENGTH = 22;

    private final Database database;
    private final TranscriptLog transcript;
    private final Duration claim;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final String self = UUID.randomUUID().toString();
    private long renewedAt; // used on the poll's thread only

    /**
     * @param claim how long a claim lasts that is not renewed: after this any replica tries the line again
     * @param nanoTime a monotonic clock, such as {@link System#nanoTime}
     */
    AwaitedAnswers(Database database, TranscriptLog transcript, Duration claim, Clock clock, LongSupplier nanoTime) {
        this.database = database;
        this.transcript = transcript;
        this.claim = claim;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.renewedAt = nanoTime.getAsLong();
    }

    /**
     * A stored typed line.
     *
     * @param answered whether its answer is stored as well
     * @param awaiting its session, if it awaits its answer
     */
    record Stored(Appended line, boolean answered, Optional<Session> awaiting) {}

    /**
     * A line that this replica is answering.
     *
     * @param waiting the session's other lines that await an answer
     */
    record Claim(Session session, String itemId, int tries, Set<String> waiting) {
        String answerId() {
            return AwaitedAnswers.answerId(itemId);
        }
    }

    /**
     * The id of a line's answer is derived from the line's id, so that a line has one answer, whichever replica stores
     * it.
     */
    static String answerId(String itemId) {
        byte[] hash =
                Hashing.sha256().hashString(itemId, StandardCharsets.UTF_8).asBytes();
        return "answer_" + BaseEncoding.base64Url().encode(hash).substring(0, ID_LENGTH);
    }

    /**
     * Stores a line, and an entry that it awaits its answer, unless it is answered already or a voice call has taken its
     * place.
     *
     * @param latestCall the number of the latest call that was known where the line was typed; null for a line that
     *     counts as typed now
     */
    Stored store(String sessionId, TypedLine typed, @Nullable Integer latestCall) {
        var line = new TranscriptLine(typed.itemId(), Role.STUDENT, typed.text(), true, null, null, null, null, null);
        long bytes = 512 + 2L * typed.text().length();
        return database.commits().commit(sessionId, bytes, transaction -> {
            var appended = transcript.appendTyped(transaction, sessionId, line);
            boolean answered = transcript.isStored(transaction, sessionId, answerId(typed.itemId()));
            long seq = appended.turn().seq();
            Optional<Session> awaiting = answered || appended.turn().late()
                    ? Optional.empty()
                    : transaction
                            .dao(SessionDao.class)
                            .lock(sessionId)
                            .filter(session -> session.open()
                                    && !isTypedBefore(session.call(), latestCall)
                                    && seq > voiceCallBegan(transaction, session));
            awaiting.ifPresent(session -> transaction.dao(AnswerDao.class).await(sessionId, typed.itemId(), seq));
            return new Stored(appended, answered, awaiting);
        });
    }

    /** Whether a line waited on its device while a voice call began, which is live. */
    private static boolean isTypedBefore(Session.CallRef call, @Nullable Integer latestCall) {
        return latestCall != null && call.spoken() && call.number() > latestCall;
    }

    /** Where in the session's log its live voice call begins; 0 if it has none. */
    private long voiceCallBegan(Transaction transaction, Session session) {
        return session.call().spoken()
                ? transcript
                        .latest(transaction, session.id(), EventType.CALL_STARTED)
                        .map(SessionEvent::seq)
                        .orElse(0L)
                : 0;
    }

    /** Removes the entry of a line that cannot be answered now. The client may send the line again. */
    void withdraw(String sessionId, String itemId) {
        change(sessionId, answers -> answers.withdraw(sessionId, itemId, clock.millis()));
    }

    /** Claims the oldest awaiting line of a session, unless it is claimed already. */
    Optional<Claim> claim(String sessionId) {
        return database.commits().commit(sessionId, transaction -> {
            AnswerDao answers = transaction.dao(AnswerDao.class);
            Optional<Session> session =
                    transaction.dao(SessionDao.class).lock(sessionId).filter(Session::open);
            if (session.isEmpty()) {
                answers.withdrawAll(sessionId, clock.millis()); // a replica still stores the answer to a claimed line
                return Optional.empty();
            }
            if (session.get().call().spoken()) {
                answers.withdrawBefore(sessionId, voiceCallBegan(transaction, session.get()), clock.millis());
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
            giveUp(transaction, session.id(), oldest.itemId(), false);
            return claim(transaction, session, waiting.subList(1, waiting.size()));
        }
        Set<String> others =
                waiting.stream().skip(1).map(AnswerDao.Awaited::itemId).collect(Collectors.toUnmodifiableSet());
        return Optional.of(new Claim(session, oldest.itemId(), oldest.tries() + 1, others));
    }

    /**
     * Renews claims, three times before they expire. Called at each poll. It goes by the clock, not by the number of
     * polls: on a busy machine, or with a slow database, these are more than a second apart.
     *
     * @param answering the lines that are being answered; any other claim expires, so that its line is tried again
     */
    void renew(Collection<Claim> answering) {
        long now = nanoTime.getAsLong();
        if (now - renewedAt >= claim.dividedBy(RENEWALS).toNanos()) {
            Sweep.forEachIsolated(answering, this::renew);
            renewedAt = now; // not after a failure: the next poll tries again
        }
    }

    private void renew(Claim claimed) {
        String sessionId = claimed.session().id();
        long until = clock.millis() + claim.toMillis();
        change(sessionId, answers -> answers.renew(sessionId, claimed.itemId(), self, until));
    }

    /** Gives a claim up, so that any replica may try again. */
    void release(Claim claimed) {
        String sessionId = claimed.session().id();
        change(sessionId, answers -> answers.release(sessionId, claimed.itemId(), self, clock.millis()));
    }

    /**
     * Stores the answer, unless another replica has claimed the line meanwhile.
     *
     * @return whether this stored it; false also for a commit that is repeated because its outcome was unknown
     * @throws ProblemException {@code session_ended} or {@code session_full}; then the line still waits
     */
    boolean finish(Claim claimed, String text, Instant begun) {
        String sessionId = claimed.session().id();
        return database.commits().commit(sessionId, 512 + 2L * text.length(), transaction -> {
            AnswerDao answers = transaction.dao(AnswerDao.class);
            boolean exists = transaction.dao(SessionDao.class).lock(sessionId).isPresent();
            if (!exists || !answers.claims(sessionId, claimed.itemId(), self)) {
                return false;
            }
            var answer = new TranscriptLine(
                    claimed.answerId(), Role.PATIENT, text, true, claimed.itemId(), begun, clock.instant(), null, null);
            transcript.appendAnswer(transaction, claimed.session(), answer); // first: it may throw
            answers.done(sessionId, claimed.itemId(), self);
            return true;
        });
    }

    /**
     * Stops trying to answer the line, and warns the session's followers.
     *
     * @param lasting whether asking again would not help
     */
    void giveUp(Claim claimed, boolean lasting) {
        String sessionId = claimed.session().id();
        database.commits().run(sessionId, transaction -> {
            boolean open = transaction
                    .dao(SessionDao.class)
                    .lock(sessionId)
                    .filter(Session::open)
                    .isPresent();
            if (open) {
                giveUp(transaction, sessionId, claimed.itemId(), lasting);
            } else {
                transaction.dao(AnswerDao.class).done(sessionId, claimed.itemId(), self);
            }
        });
    }

    private void giveUp(Transaction transaction, String sessionId, String itemId, boolean lasting) {
        if (transaction.dao(AnswerDao.class).done(sessionId, itemId, self) == 1) {
            var warning = new Warning(
                    WarningCode.PATIENT_SILENT,
                    lasting
                            ? "The patient could not answer a typed line, and asking again does not help. The line is"
                                    + " saved. End the encounter and tell your teacher: the voice service's account or"
                                    + " settings need attention."
                            : "The patient could not answer a typed line. The line is saved: send it again to ask again."
                                    + " If the patient stays silent, end the encounter and tell your teacher.",
                    itemId,
                    lasting);
            transcript.appendEventIn(transaction, sessionId, Events.warning(sessionId, warning));
        }
    }

    /** Sessions with an unclaimed line: just typed, tried without success, or left by an attempt that broke off. */
    List<String> waiting() {
        return database.reads().all(WAITING, row -> row.getString(1), clock.millis(), MAX_WAITING);
    }

    /** Changes a session's entries. The session's row is locked first, as everywhere. */
    private void change(String sessionId, Consumer<AnswerDao> change) {
        database.commits().run(sessionId, transaction -> {
            transaction.dao(SessionDao.class).lock(sessionId);
            change.accept(transaction.dao(AnswerDao.class));
        });
    }
}
