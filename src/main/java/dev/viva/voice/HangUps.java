package dev.viva.voice;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import dev.viva.metrics.Reading;
import dev.viva.problem.ProblemException;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.RealtimeProvider;
import dev.viva.realtime.RealtimeProvider.HangUp;
import dev.viva.session.Session;
import dev.viva.session.SessionRow;
import dev.viva.storage.Database;
import dev.viva.storage.Sweep;
import dev.viva.storage.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hangs up ended calls at the provider. A pending hang-up is stored with the call's end, so that any replica can do it.
 * A failed hang-up is retried every 30 s for the maximum duration of a call. The answer "no such call" is final only
 * when the session has ended and the call is not new; otherwise the call is hung up once more at the session's end.
 * Thread-safe.
 */
final class HangUps implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HangUps.class);

    /** The provider transcribes the last speech within this; late lines are accepted for longer. */
    private static final Duration FINAL_TRANSCRIPT_WAIT = Duration.ofSeconds(2);
    /** The replica that ended a call has this long to hang it up, including retries; then any replica may. */
    static final Duration RETRY_AFTER = Duration.ofSeconds(30);
    /** The provider may not know a call everywhere for this long after it was created. */
    static final Duration NEW_CALL = Duration.ofSeconds(30);
    /** The provider ends every call within the hour. */
    private static final Duration MAX_CALL_DURATION = Duration.ofMinutes(65);

    private static final int MAX_OVERDUE = 100;

    private final RealtimeProvider provider;
    private final Database database;
    private final Clock clock;
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile Counter failed = new Counter();

    HangUps(RealtimeProvider provider, Database database, Clock clock) {
        this.provider = provider;
        this.database = database;
        this.clock = clock;
    }

    /** Publishes the number of failed hang-ups, and of those due on all replicas; -1 while the database is out. */
    void measure(MetricRegistry metrics) {
        failed = metrics.counter("viva.hang_ups.failed");
        new Reading<>(this::queued).publish(metrics, "viva.hang_ups.queued", Integer::longValue);
    }

    private int queued() {
        long soon = clock.millis() + RETRY_AFTER.toMillis();
        return database.read().withExtension(CallDao.class, calls -> calls.queued(soon));
    }

    /** Hangs up in the background. */
    void hangUp(EndedCall call) {
        background.execute(() -> hangUpNow(call));
    }

    /** Hangs up a little later, so that the sideband still receives the transcript of the last speech. */
    void hangUpAfterFinalTranscripts(EndedCall call) {
        background.execute(() -> {
            try {
                if (stopping.await(FINAL_TRANSCRIPT_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                    log.debug("hang-up: not delayed, the server is stopping");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return; // the hang-up is stored
            }
            hangUpNow(call);
        });
    }

    /**
     * Hangs up a call that was created and cannot be used. The pending hang-up is stored under the call's reserved
     * number, so that the call is hung up even if this replica dies now.
     */
    void hangUpUnusable(EndedCall call) {
        boolean stored = false;
        try {
            database.commits().run(call.sessionId(), transaction -> {
                SessionRow.lock(transaction, call.sessionId());
                long now = clock.millis();
                CallRow.created(transaction, call.sessionId(), call.number(), call.providerId(), null);
                CallRow.end(transaction, call.sessionId(), call.number(), now, now + RETRY_AFTER.toMillis());
            });
            stored = true;
        } catch (ProblemException e) {
            log.warn(
                    "hang-up: unusable call not stored, only this replica can hang it up: {}",
                    e.failure().code());
        }
        boolean isStored = stored;
        background.execute(() -> {
            if (isStored) {
                hangUpNow(call);
            } else {
                hangUpUnstored(call.providerId());
            }
        });
    }

    /**
     * No other replica knows this call. Retries until the provider has hung it up, or does not know it although it is
     * no longer new.
     */
    private void hangUpUnstored(String callId) {
        Instant begun = clock.instant();
        Duration pause = Duration.ofSeconds(1);
        while (true) {
            Optional<HangUp> answer = ask(callId);
            Duration age = Duration.between(begun, clock.instant());
            boolean ended = answer.filter(HangUp.DONE::equals).isPresent()
                    || answer.isPresent() && age.compareTo(NEW_CALL) > 0
                    || age.compareTo(MAX_CALL_DURATION) > 0;
            try {
                if (ended || stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            pause = pause.compareTo(RETRY_AFTER) < 0 ? pause.multipliedBy(2) : RETRY_AFTER;
        }
    }

    /** Hangs up calls whose replica died or could not reach the provider. */
    void hangUpOverdue() {
        long now = clock.millis();
        List<EndedCall> overdue = CallRow.overdue(database.reads(), now, MAX_OVERDUE);
        Sweep.forEachIsolated(overdue, call -> {
            database.commits().run(call.sessionId(), transaction -> {
                // A session's row is always locked before those of its calls.
                SessionRow.lock(transaction, call.sessionId());
                CallRow.hangUpAgain(
                        transaction,
                        call.sessionId(),
                        call.number(),
                        now + RETRY_AFTER.toMillis(),
                        now - MAX_CALL_DURATION.toMillis());
            });
            hangUp(call);
        });
    }

    private void hangUpNow(EndedCall call) {
        ask(call.providerId()).ifPresent(answer -> {
            try {
                database.commits().run(call.sessionId(), transaction -> settle(transaction, call, answer));
            } catch (ProblemException e) {
                log.info(
                        "hang-up: result not stored, hanging up again: {}",
                        e.failure().code());
            }
        });
    }

    private Optional<HangUp> ask(String callId) {
        try {
            return Optional.of(provider.hangUp(callId));
        } catch (ProviderException e) {
            failed.inc();
            log.info("hang-up: failed, retrying within {}: {}", RETRY_AFTER, e.getMessage());
            return Optional.empty();
        }
    }

    private void settle(Transaction transaction, EndedCall call, HangUp answer) {
        Optional<Session> session = SessionRow.lock(transaction, call.sessionId());
        CallDao calls = transaction.dao(CallDao.class);
        Long retryAt = answer == HangUp.DONE ? null : retryAt(calls, call, session);
        CallRow.hangUp(transaction, call.sessionId(), call.number(), retryAt);
    }

    /** When to hang up again a call that the provider does not know; null for never. */
    private @Nullable Long retryAt(CallDao calls, EndedCall call, Optional<Session> session) {
        long now = clock.millis();
        if (session.isPresent() && session.get().open()) {
            long deadline = session.get().times().deadline().toEpochMilli();
            return Math.max(deadline, now + RETRY_AFTER.toMillis());
        }
        long knownFrom = calls.startedAt(call.sessionId(), call.number()) + NEW_CALL.toMillis();
        return now < knownFrom ? knownFrom : null;
    }

    /** Finishes the hang-ups in progress; delayed ones start at once. */
    @Override
    public void close() {
        stopping.countDown();
        background.close();
    }
}
