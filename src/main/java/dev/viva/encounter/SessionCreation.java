package dev.viva.encounter;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import dev.viva.model.NewSession;
import dev.viva.model.Phase;
import dev.viva.model.SessionState;
import dev.viva.patient.CaseLibrary;
import dev.viva.patient.FrozenCase;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Ids;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.storage.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes sessions, once for each key that a client names its request by. Thread-safe. */
final class SessionCreation {
    /** How long a key is remembered at the most; not longer than the grant that it gives is good for. */
    private static final Duration MAX_DURATION = Duration.ofHours(24);

    private final Database database;
    private final CaseLibrary library;
    private final Duration maxDuration;
    private final Duration remembered;
    private final Counter created;
    private final Clock clock;

    /** @param grantLifetime how long the grants of the sessions made here are good for */
    SessionCreation(
            Database database,
            CaseLibrary library,
            EncounterConfiguration config,
            Duration grantLifetime,
            MetricRegistry metrics,
            Clock clock) {
        this.database = database;
        this.library = library;
        this.maxDuration = config.maxDuration().toJavaDuration();
        this.remembered = grantLifetime.compareTo(MAX_DURATION) < 0 ? grantLifetime : MAX_DURATION;
        this.created = metrics.counter("viva.sessions.created");
        this.clock = clock;
    }

    /**
     * Stores a session for a case and a patient that fit together, with the case as it stands now. The same key and
     * request again give the same session, as it was when it was made.
     *
     * @throws ProblemException {@code invalid_body}, {@code case_mismatch}, {@code idempotency_key_reused}
     */
    Session create(NewSession wish, @Nullable IdempotencyKey key) {
        // First of all: content that has changed since must not refuse what was answered before.
        Optional<Session> earlier = key == null ? Optional.empty() : earlier(key);
        return earlier.orElseGet(() -> store(wish, key));
    }

    private Optional<Session> earlier(IdempotencyKey key) {
        long since = forgottenUntil();
        return database.read()
                .withHandle(h -> h.attach(IdempotencyDao.class)
                        .find(key.hash(), since)
                        // One that was erased since is not there; whether its key is, is seen when it is claimed.
                        .flatMap(row -> made(h.attach(SessionDao.class), row, key)));
    }

    private Session store(NewSession wish, @Nullable IdempotencyKey key) {
        Languages.check(wish);
        var frozen = FrozenCase.of(library.pair(wish.scenarioId(), wish.personaId(), wish.roleId()));
        var subject = new Session.Subject(
                wish.scenarioId(),
                wish.personaId(),
                wish.roleId(),
                wish.inputLanguage(),
                wish.replyLanguage(),
                frozen.digest());
        freeze(frozen);
        String id = Ids.session();
        // Writes of one key meet under that key, so that replicas lock keys in one order.
        Session session = database.commits().commit(key == null ? id : "key_" + key.hash(), transaction -> {
            long now = clock.millis();
            SessionDao sessions = transaction.dao(SessionDao.class);
            if (key != null && !claim(transaction, key, id, now)) {
                var row = transaction.dao(IdempotencyDao.class).find(key.hash(), now - remembered.toMillis());
                // Its row is locked, and is removed before its session is erased: both are there.
                return made(sessions, row.orElseThrow(), key).orElseThrow();
            }
            sessions.insert(id, subject, now, now + maxDuration.toMillis());
            return sessions.find(id).orElseThrow();
        });
        if (session.id().equals(id)) {
            created.inc();
        }
        return session;
    }

    /** On its own, and before the session: others may be storing the same case, and rows are locked in one order. */
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

    private static Optional<Session> made(SessionDao sessions, IdempotencyDao.Row row, IdempotencyKey key) {
        if (!row.bodyHash().equals(key.body())) {
            throw new ProblemException(Failure.IDEMPOTENCY_KEY_REUSED);
        }
        return sessions.find(row.sessionId()).map(SessionCreation::asMade);
    }

    /** What was answered the first time, whatever has happened since. */
    private static Session asMade(Session session) {
        var times = session.times();
        return new Session(
                session.id(),
                session.subject(),
                SessionState.OPEN,
                Phase.SUBJECTIVE,
                0,
                new Session.Times(times.created(), times.deadline(), null, null, null),
                new Session.CallRef(null, 0));
    }

    /** Removes keys that are no longer good. */
    void forget() {
        long until = forgottenUntil();
        if (database.read().withExtension(IdempotencyDao.class, keys -> keys.expired(until)) > 0) {
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
