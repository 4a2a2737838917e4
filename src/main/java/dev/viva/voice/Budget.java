package dev.viva.voice;

import com.codahale.metrics.MetricRegistry;
import dev.viva.metrics.Reading;
import dev.viva.model.BudgetKind;
import dev.viva.model.BudgetUse;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.session.SessionRow;
import dev.viva.storage.Database;
import dev.viva.storage.Transaction;
import dev.viva.voice.sideband.TokenUse;
import dev.viva.voice.token.Permit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/** Decides whether one more call may be paid for. Usage is counted from the table of calls. Thread-safe. */
final class Budget implements TokenUse {
    /** The commit key of writes about calls that lock no session. */
    static final String KEY = "budget";
    /**
     * Locks the budget until the transaction ends, before any session. Otherwise two replicas could take the same
     * number, or both take the last call.
     */
    static final Transaction.Lock LOCK = new Transaction.Lock(KEY, CallRow::lockBudget);
    /** Creating a call succeeds or fails well within this. */
    private static final Duration CALL_SETUP_TIMEOUT = Duration.ofMinutes(1);
    /** No call lasts longer: an encounter has at most 55 minutes, and the provider ends a call after 60. */
    private static final Duration MAX_CALL_DURATION = Duration.ofHours(2);
    /** How soon one of the live calls may have ended. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private static final int WARN_AT_PERCENT = 90;

    private final Database database;
    private final BudgetConfiguration config;
    private final Clock clock;
    private final Reading<CallDao.Used> usage = new Reading<>(() -> used());

    Budget(Database database, BudgetConfiguration config, Clock clock) {
        this.database = database;
        this.config = config;
        this.clock = clock;
    }

    /** @throws ProblemException {@code budget_exhausted} when a call of the session would exceed a bound */
    void check(String sessionId) {
        if (config.bounded()) {
            database.read().useExtension(CallDao.class, calls -> check(calls, sessionId));
        }
    }

    private void check(CallDao calls, String sessionId) {
        CallDao.Used used = used(calls);
        // The session's live call ends when the next one begins.
        if (reached(config.concurrentCalls(), used.live() - calls.live(sessionId))) {
            throw new ProblemException(
                            Failure.BUDGET_EXHAUSTED,
                            "The limit of " + config.concurrentCalls()
                                    + " calls at a time is reached. Try again when one has ended.")
                    .retryAfter(RETRY_AFTER);
        }
        if (reached(config.callsPerDay(), used.calls())
                || reached(config.minutesPerDay(), minutes(used))
                || reached(config.tokensPerDay(), used.tokens())) {
            throw new ProblemException(
                            Failure.BUDGET_EXHAUSTED,
                            "Today's calls are used up. Try again after midnight (UTC), or tell your teacher.")
                    .retryAfter(untilMidnight());
        }
    }

    private static boolean reached(long bound, long used) {
        return bound > 0 && used >= bound;
    }

    /**
     * Reserves a call that is about to be created, and returns its number in the session. The budget is locked; the
     * session need not be.
     *
     * @throws ProblemException {@code session_ended}, {@code budget_exhausted}, or {@code rtc_token_required} when the
     *     call would not be the one that the permit opens
     */
    int reserve(Transaction transaction, String sessionId, Permit permit) {
        int number =
                CallRow.next(transaction, sessionId).orElseThrow(() -> new ProblemException(Failure.SESSION_ENDED));
        if (config.bounded()) {
            check(transaction.dao(CallDao.class), sessionId);
        }
        if (!permit.opens(number)) {
            throw laterCall();
        }
        CallRow.reserve(transaction, sessionId, number, clock.millis());
        return number;
    }

    /** A call may not begin, since a later one has begun. */
    static ProblemException laterCall() {
        return new ProblemException(
                Failure.RTC_TOKEN_REQUIRED,
                "A later call of this session has begun. To call from here, get a new token with mintVoiceToken.");
    }

    /**
     * Records that the reserved call was created, and makes it the session's call.
     *
     * @param model who plays the patient
     * @return the session with the call
     */
    Session created(Transaction transaction, String sessionId, int number, String callId, String model) {
        CallRow.created(transaction, sessionId, number, callId, model);
        return SessionRow.setCall(transaction, sessionId, callId, number, clock.millis());
    }

    @Override
    public void book(String sessionId, String callId, long tokens) {
        database.commits().run(sessionId, transaction -> {
            // A session's row is always locked before those of its calls, so that replicas do not deadlock.
            if (transaction.dao(SessionDao.class).lock(sessionId).isPresent()) {
                transaction.dao(CallDao.class).use(sessionId, callId, tokens);
            }
        });
    }

    private CallDao.Used used() {
        return database.read().withExtension(CallDao.class, this::used);
    }

    private CallDao.Used used(CallDao calls) {
        Instant now = clock.instant();
        Instant today = now.truncatedTo(ChronoUnit.DAYS);
        return calls.used(
                now.minus(CALL_SETUP_TIMEOUT).toEpochMilli(),
                today.minus(MAX_CALL_DURATION).toEpochMilli(),
                today.toEpochMilli(),
                now.toEpochMilli());
    }

    private static long minutes(CallDao.Used used) {
        return Duration.ofMillis(used.millis()).toMinutes();
    }

    private Duration untilMidnight() {
        Instant now = clock.instant();
        return Duration.between(now, now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS));
    }

    /** How much is used of each configured bound; empty while the database is out or silent. */
    List<BudgetUse> uses() {
        return config.bounded() ? usage.now().map(this::ofEachBound).orElse(List.of()) : List.of();
    }

    private List<BudgetUse> ofEachBound(CallDao.Used used) {
        return Stream.of(
                        new BudgetUse(BudgetKind.CONCURRENT_CALLS, (long) used.live(), (long) config.concurrentCalls()),
                        new BudgetUse(BudgetKind.CALLS_PER_DAY, (long) used.calls(), (long) config.callsPerDay()),
                        new BudgetUse(BudgetKind.MINUTES_PER_DAY, minutes(used), (long) config.minutesPerDay()),
                        new BudgetUse(BudgetKind.TOKENS_PER_DAY, used.tokens(), config.tokensPerDay()))
                .filter(use -> use.bound() > 0)
                .toList();
    }

    /** Warns of bounds that are reached or nearly reached. */
    static List<String> warnings(List<BudgetUse> uses) {
        return uses.stream()
                .filter(use -> use.used() * 100 >= use.bound() * WARN_AT_PERCENT)
                .map(use -> "%d of %d %s are used.".formatted(use.used(), use.bound(), words(use.boundOn())))
                .toList();
    }

    private static String words(BudgetKind kind) {
        return switch (kind) {
            case CONCURRENT_CALLS -> "calls at a time";
            case CALLS_PER_DAY -> "calls a day";
            case MINUTES_PER_DAY -> "minutes of calls a day";
            case TOKENS_PER_DAY -> "tokens of calls a day";
        };
    }

    /** Publishes usage and bounds. Usage is -1 while the database is out; a bound of 0 means no bound. */
    void measure(MetricRegistry metrics) {
        usage.publish(metrics, "viva.calls.live", CallDao.Used::live)
                .publish(metrics, "viva.budget.calls_today", CallDao.Used::calls)
                .publish(metrics, "viva.budget.minutes_today", Budget::minutes)
                .publish(metrics, "viva.budget.tokens_today", CallDao.Used::tokens);
        metrics.gauge("viva.budget.concurrent_calls_bound", () -> config::concurrentCalls);
        metrics.gauge("viva.budget.calls_per_day_bound", () -> config::callsPerDay);
        metrics.gauge("viva.budget.minutes_per_day_bound", () -> config::minutesPerDay);
        metrics.gauge("viva.budget.tokens_per_day_bound", () -> config::tokensPerDay);
    }
}
