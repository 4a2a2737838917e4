package dev.viva.encounter;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import dev.viva.access.Access;
import dev.viva.access.Consent;
import dev.viva.access.Starter;
import dev.viva.exam.Exams;
import dev.viva.exam.Place;
import dev.viva.model.NewSession;
import dev.viva.model.Phase;
import dev.viva.model.SessionState;
import dev.viva.patient.FrozenCase;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Ids;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.storage.Transaction;
import dev.viva.storage.Transaction.Sql;
import dev.viva.storage.Write;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Creates sessions, once per idempotency key. Thread-safe. */
final class SessionCreation {
    /** A key is remembered for this long, but no longer than the session's grant is valid. */
    private static final Duration MAX_KEY_LIFETIME = Duration.ofHours(24);

    /** Asked each second, so without a DAO. */
    private static final Sql EXPIRED =
            new Sql("SELECT created_at FROM idempotency_key WHERE created_at <= ? ORDER BY created_at LIMIT 1");

    private final Database database;
    private final Choices choices;
    private final @Nullable Consent consent;
    private final Duration remembered;
    private final Counter created;
    private final Clock clock;

    /** @param access whose grants new sessions get, and what their participants agree to */
    SessionCreation(Database database, Choices choices, Access access, MetricRegistry metrics, Clock clock) {
        this.database = database;
        this.choices = choices;
        this.consent = access.consent();
        Duration grantLifetime = access.grants().lifetime();
        this.remembered = grantLifetime.compareTo(MAX_KEY_LIFETIME) < 0 ? grantLifetime : MAX_KEY_LIFETIME;
        this.created = metrics.counter("viva.sessions.created");
        this.clock = clock;
    }

    /**
     * Creates a session for a case and a patient that fit together, and freezes the case. The same key and request again
     * give the same session, as it was when it was created.
     *
     * @param starter who starts it, as far as their credential tells
     * @throws ProblemException {@code invalid_body}, {@code case_mismatch}, {@code idempotency_key_reused}; for an exam
     *     also {@code forbidden}, {@code exam_not_open}, {@code attempt_used}
     */
    Session create(NewSession wish, Starter starter, @Nullable IdempotencyKey key) {
        // Before any check: content that has changed since must not refuse a repeated request.
        Optional<Session> earlier = key == null ? Optional.empty() : earlier(key);
        return earlier.orElseGet(() -> store(wish, starter, key));
    }

    private Optional<Session> earlier(IdempotencyKey key) {
        long since = forgottenUntil();
        return database.read()
                .withHandle(h -> h.attach(IdempotencyDao.class)
                        .find(key.hash(), since)
                        // An erased session is not found here; claim() decides about its key.
                        .flatMap(row -> createdBy(h.attach(SessionDao.class), row, key)));
    }

    /**
     * What is stored of a new session.
     *
     * @param place in an exam, if it is for one
     * @param lasts how long it may last, in milliseconds
     */
    private record Draft(
            Session.Subject subject,
            Session.Admission admission,
            @Nullable String speaker,
            @Nullable Place place,
            long lasts) {
        long deadline(long now) {
            return place == null
                    ? now + lasts
                    : Math.min(now + lasts, place.closes().toEpochMilli());
        }
    }

    private Session store(NewSession wish, Starter starter, @Nullable IdempotencyKey key) {
        Draft draft = draft(wish, starter);
        String id = Ids.session();
        Write<Session> write = transaction -> {
            long now = clock.millis();
            requireFree(transaction, draft, key, now);
            if (key != null && !claim(transaction, key, id, now)) {
                // The key's row is locked, and is removed before its session is erased: both exist.
                return createdBy(
                                transaction.dao(SessionDao.class),
                                row(transaction, key, now).orElseThrow(),
                                key)
                        .orElseThrow();
            }
            return insert(transaction, id, draft, now);
        };
        // Writes with one key share a commit key, so that replicas lock keys in one order.
        String commitKey = key == null ? id : "key_" + key.hash();
        Session session = draft.place() == null
                ? database.commits().commit(commitKey, write)
                : database.commits().commitLocking(Exams.lock(draft.place()), commitKey, write);
        if (session.id().equals(id)) {
            created.inc();
        }
        return session;
    }

    /** Before anything is written: what a refused write has changed stays. */
    private void requireFree(Transaction transaction, Draft draft, @Nullable IdempotencyKey key, long now) {
        if (draft.place() == null || key != null && row(transaction, key, now).isPresent()) {
            return; // no exam, or a repeated request
        }
        Exams.requireFree(transaction, draft.place(), now);
    }

    private Optional<IdempotencyDao.Row> row(Transaction transaction, IdempotencyKey key, long now) {
        return transaction.dao(IdempotencyDao.class).find(key.hash(), now - remembered.toMillis());
    }

    private Draft draft(NewSession wish, Starter starter) {
        Languages.check(wish);
        String consented = agreed(wish);
        var pair = choices.library().pair(wish.scenarioId(), wish.personaId(), wish.roleId());
        Place place = choices.exams().place(wish, starter).orElse(null);
        var frozen = FrozenCase.of(pair);
        var subject = new Session.Subject(
                wish.scenarioId(),
                wish.personaId(),
                wish.roleId(),
                wish.inputLanguage(),
                wish.replyLanguage(),
                frozen.digest(),
                place == null ? choices.config().participants().of(wish, starter) : place.participant());
        freeze(frozen);
        return new Draft(
                subject,
                new Session.Admission(
                        starter.owner(),
                        starter.classId(),
                        consented,
                        wish.examId(),
                        Boolean.TRUE.equals(wish.aiReview())),
                pair.speaker(),
                place,
                choices.config()
                        .lasts(pair.scenario().minutes(), starter.timeFactor())
                        .toMillis());
    }

    private static Session insert(Transaction transaction, String id, Draft draft, long now) {
        SessionDao sessions = transaction.dao(SessionDao.class);
        sessions.insert(id, draft.subject(), draft.speaker(), now, draft.deadline(now));
        if (draft.subject().participant() != null) {
            sessions.setParticipant(id, draft.subject().participant());
        }
        if (!draft.admission().equals(Session.Admission.OPEN)) {
            sessions.setAdmission(id, draft.admission());
        }
        if (draft.place() != null) {
            Exams.take(transaction, draft.place(), id, now);
        }
        return sessions.find(id).orElseThrow();
    }

    /** The version of the text that the participant agreed to; null when the deployment has none. */
    private @Nullable String agreed(NewSession wish) {
        if (consent == null) {
            return null;
        }
        if (!consent.version().equals(wish.consentVersion())) {
            throw ProblemException.invalidBody(
                    "/consent_version", "must be the version of the text that getDeployment shows: agree to it first");
        }
        return consent.version();
    }

    /** A commit of its own before the session's: another request may store the same case, and rows are locked in one order. */
    private void freeze(FrozenCase frozen) {
        String digest = frozen.digest();
        if (database.read().withExtension(SessionDao.class, sessions -> sessions.isFrozen(digest))) {
            return;
        }
        database.commits()
                .run(
                        "case:" + digest,
                        transaction -> transaction.dao(SessionDao.class).freeze(digest, frozen.json(), clock.millis()));
    }

    private boolean claim(Transaction transaction, IdempotencyKey key, String sessionId, long now) {
        var keys = transaction.dao(IdempotencyDao.class);
        return keys.claim(key.hash(), key.body(), sessionId, now, now - remembered.toMillis()) == 1;
    }

    private static Optional<Session> createdBy(SessionDao sessions, IdempotencyDao.Row row, IdempotencyKey key) {
        if (!row.bodyHash().equals(key.body())) {
            throw new ProblemException(Failure.IDEMPOTENCY_KEY_REUSED);
        }
        return sessions.find(row.sessionId()).map(SessionCreation::asCreated);
    }

    /** The session as the first response showed it. */
    private static Session asCreated(Session session) {
        var times = session.times();
        return new Session(
                session.id(),
                session.subject(),
                SessionState.OPEN,
                Phase.SUBJECTIVE,
                0,
                new Session.Times(times.created(), times.deadline(), null, null, null),
                new Session.CallRef(null, 0),
                session.admission());
    }

    /** Removes expired keys. */
    void forgetExpiredKeys() {
        long until = forgottenUntil();
        if (database.reads().first(EXPIRED, row -> true, until).isPresent()) {
            database.commits()
                    .commit(
                            "key_",
                            transaction -> transaction.dao(IdempotencyDao.class).removeExpired(until));
        }
    }

    private long forgottenUntil() {
        return clock.instant().minus(remembered).toEpochMilli();
    }
}
