package dev.viva.voice;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import dev.viva.problem.ProblemException;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.RealtimeProvider;
import dev.viva.realtime.RealtimeProvider.HangUp;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.storage.Sweep;
import dev.viva.storage.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hangs up ended calls at the provider. That a call is to be hung up is stored with its end, so any replica does what
 * another has left undone. A failed hang-up is tried again every 30 s until the call cannot last any longer. The answer
 * that there is no such call is final only when the session is over and the call is not new: a session that goes on hangs
 * up once more at its end. Thread-safe.
 */
final class HangUps implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HangUps.class);

    /** The provider transcribes what was said last well within this, and late finals are accepted for longer. */
    private static final Duration FINAL_TRANSCRIPT_WAIT = Duration.ofSeconds(2);
    /** The replica that ended a call hangs it up, with all its tries, within this; then any replica may. */
    static final Duration RETRY_AFTER = Duration.ofSeconds(30);
    /** A call that was made so recently may not be known everywhere at the provider. */
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

    /** Counts hang-ups that failed, and shows how many calls wait for one on all replicas, -1 for not known. */
    void measure(MetricRegistry metrics) {
        failed = metrics.counter("viva.hang_ups.failed");
        metrics.gauge("viva.hang_ups.queued", () -> this::queued);
    }

    private int queued() {
        long soon = clock.millis() + RETRY_AFTER.toMillis();
        try {
            return database.read().withExtension(CallDao.class, calls -> calls.queued(soon));
        } catch (JdbiException e) {
            return -1;
        }
    }

    /** Hangs up in the background. */
    void hangUp(Calls.Over call) {
        background.execute(() -> hangUpNow(call));
    }

    /** Hangs up a little later: the provider may still transcribe what was said last, and the sideband receives it. */
    void hangUpAfterFinalTranscripts(Calls.Over call) {
        background.execute(() -> {
            try {
                if (stopping.await(FINAL_TRANSCRIPT_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                    log.debug("hang-up: the service stops, so a call is hung up at once");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return; // the hang-up is stored
            }
            hangUpNow(call);
        });
    }

    /**
     * Hangs up a call that was made and cannot be used. It ends in the table of calls with a hang-up due, under the number
     * that was reserved for it, so that it is hung up even when this process dies now.
     */
    void hangUpUnusable(Calls.Over call) {
        boolean stored = false;
        try {
            database.commits().run(call.sessionId(), transaction -> {
                transaction.dao(SessionDao.class).lock(call.sessionId());
                CallDao calls = transaction.dao(CallDao.class);
                long now = clock.millis();
                calls.made(call.sessionId(), call.number(), call.providerId());
                calls.end(call.sessionId(), call.number(), now, now + RETRY_AFTER.toMillis());
            });
            stored = true;
        } catch (ProblemException e) {
            log.warn(
                    "hang-up: an unusable call could not be stored, so this process alone hangs it up: {}",
                    e.failure().code());
        }
        boolean known = stored;
        background.execute(() -> {
            if (known) {
                hangUpNow(call);
            } else {
                hangUpUnstored(call.providerId());
            }
        });
    }

    /** Nobody else knows of this call: asks until the provider has hung it up, or it cannot be new any more. */
    private void hangUpUnstored(String callId) {
        long begun = System.nanoTime();
        Duration pause = Duration.ofSeconds(1);
        while (true) {
            Optional<HangUp> answer = ask(callId);
            long age = System.nanoTime() - begun;
            boolean ended = answer.filter(HangUp.DONE::equals).isPresent()
                    || answer.isPresent() && age > NEW_CALL.toNanos()
                    || age > MAX_CALL_DURATION.toNanos();
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

    /** Hangs up calls whose hang-up is overdue: their replica died, or could not reach the provider. */
    void hangUpOverdue() {
        long now = clock.millis();
        List<Calls.Over> overdue = database.read().withExtension(CallDao.class, calls -> calls.left(now, MAX_OVERDUE));
        Sweep.forEachIsolated(overdue, call -> {
            database.commits().run(call.sessionId(), transaction -> {
                // A session's row is locked before those of its calls, everywhere.
                transaction.dao(SessionDao.class).lock(call.sessionId());
                transaction.dao(CallDao.class).hangUp(call.sessionId(), call.number(), now + RETRY_AFTER.toMillis());
            });
            hangUp(call);
        });
        if (!overdue.isEmpty()) {
            database.commits()
                    .run(
                            Budget.KEY,
                            transaction ->
                                    transaction.dao(CallDao.class).forgetOver(now - MAX_CALL_DURATION.toMillis()));
        }
    }

    private void hangUpNow(Calls.Over call) {
        ask(call.providerId()).ifPresent(answer -> {
            try {
                database.commits().run(call.sessionId(), transaction -> settle(transaction, call, answer));
            } catch (ProblemException e) {
                log.info(
                        "hang-up: the provider's answer is not stored, so the call is hung up once more: {}",
                        e.failure().code());
            }
        });
    }

    private Optional<HangUp> ask(String callId) {
        try {
            return Optional.of(provider.hangUp(callId));
        } catch (ProviderException e) {
            failed.inc();
            log.info("hang-up: failed, and is tried again within {}: {}", RETRY_AFTER, e.getMessage());
            return Optional.empty();
        }
    }

    private void settle(Transaction transaction, Calls.Over call, HangUp answer) {
        Optional<Session> session = transaction.dao(SessionDao.class).lock(call.sessionId());
        CallDao calls = transaction.dao(CallDao.class);
        Long again = answer == HangUp.DONE ? null : again(calls, call, session);
        calls.hangUp(call.sessionId(), call.number(), again);
    }

    /** When a call that the provider says it does not know is hung up once more; null for never. */
    private @Nullable Long again(CallDao calls, Calls.Over call, Optional<Session> session) {
        long now = clock.millis();
        if (session.isPresent() && session.get().open()) {
            long deadline = session.get().times().deadline().toEpochMilli();
            return Math.max(deadline, now + RETRY_AFTER.toMillis());
        }
        long known = calls.startedAt(call.sessionId(), call.number()) + NEW_CALL.toMillis();
        return now < known ? known : null;
    }

    /** Lets hang-ups that are under way finish; those that wait begin at once. */
    @Override
    public void close() {
        stopping.countDown();
        background.close();
    }
}
