package dev.viva.erasure;

import com.codahale.metrics.MetricRegistry;
import dev.viva.audit.AuditEntries;
import dev.viva.model.AuditAction;
import dev.viva.model.CallEndReason;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.storage.Transaction;
import dev.viva.voice.Calls;
import dev.viva.voice.EndedCall;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Permanently removes the transcript of a session and who took part. Only faculty can tell that the session existed.
 * What is erased is first written to the {@link ErasureJournal}. Thread-safe.
 */
public final class Erasure {
    /** The operation that audit entries name. */
    static final String OPERATION = "eraseSession";
    /** The actor of sessions that were erased by their age. */
    static final String RETENTION = "retention";

    private final Database database;
    private final Calls calls;
    private final ErasureJournal journal;
    private final MetricRegistry metrics;
    private final Clock clock;

    Erasure(Database database, Calls calls, ErasureJournal journal, MetricRegistry metrics, Clock clock) {
        this.database = database;
        this.calls = calls;
        this.journal = journal;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Erases a session for faculty and hangs up its call. Does nothing for one that is erased.
     *
     * @throws ProblemException {@code not_found} for a session that never existed, {@code storage_unavailable}
     */
    public void erase(String sessionId) {
        if (requireKnown(sessionId)) {
            Instant now = now();
            journal.append(List.of(new JournalEntry(sessionId, now)));
            erase(sessionId, now, null);
        }
    }

    /** Whether the session is still to be erased. */
    private boolean requireKnown(String sessionId) {
        return database.read().withExtension(SessionDao.class, sessions -> {
            if (sessions.find(sessionId).isPresent()) {
                return true;
            }
            if (!sessions.isErased(sessionId)) {
                throw new ProblemException(Failure.NOT_FOUND);
            }
            return false;
        });
    }

    /** Writes sessions into the journal that are erased next by their age. */
    Instant announce(List<String> sessionIds) {
        Instant now = now();
        journal.append(sessionIds.stream().map(id -> new JournalEntry(id, now)).toList());
        return now;
    }

    /** Erases an announced session by its age. */
    void eraseOld(String sessionId, Instant at) {
        erase(sessionId, at, RETENTION);
    }

    /** @param actor whom the audit trail names; null when the request itself is recorded */
    private void erase(String sessionId, Instant at, @Nullable String actor) {
        ErasedRows.forgetKey(database, sessionId);
        var erased = database.commits()
                .commit(sessionId, transaction -> erase(transaction, sessionId, at.toEpochMilli(), actor));
        if (erased.now()) {
            metrics.counter("viva.sessions.erased." + (actor == null ? "faculty" : actor))
                    .inc();
        }
        erased.call().ifPresent(calls::hangUp);
    }

    /**
     * @param now whether this erased it
     * @param call to hang up after the commit
     */
    private record Erased(boolean now, Optional<EndedCall> call) {}

    private Erased erase(Transaction transaction, String sessionId, long at, @Nullable String actor) {
        Optional<Session> session = transaction.dao(SessionDao.class).lock(sessionId);
        if (session.isEmpty()) {
            return new Erased(false, Optional.empty()); // another replica was faster
        }
        Optional<EndedCall> call = calls.noteEnd(transaction, session.get(), CallEndReason.SESSION_ENDED);
        ErasedRows.erase(transaction, sessionId, at);
        if (actor != null) {
            AuditEntries.record(transaction, at, actor, AuditAction.ERASE, OPERATION, sessionId);
        }
        return new Erased(true, call);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
