package dev.viva.voice;

import com.codahale.metrics.MetricRegistry;
import dev.viva.model.BudgetKind;
import dev.viva.model.BudgetUse;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.storage.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** Says whether one more call is paid for. What was used is counted from the table of calls. Thread-safe. */
final class Budget {
    /** The key of writes that take a place. It comes before every session's, for they are decided among all. */
    static final String KEY = "budget";
    /** A call that is being made is over or known well within this. */
    private static final Duration CALL_SETUP_TIMEOUT = Duration.ofMinutes(1);
    /** No call lasts longer: an encounter has at most 55 minutes, and the provider ends a call after 60. */
    private static final Duration MAX_CALL_DURATION = Duration.ofHours(2);
    /** How soon a place may be free when too many calls are up at once. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private static final int WARN_AT_PERCENT = 90;

    private final Database database;
    private final BudgetConfiguration config;
    private final Clock clock;

    Budget(Database database, BudgetConfiguration config, Clock clock) {
        this.database = database;
        this.config = config;
        this.clock = clock;
    }

    /** @throws ProblemException {@code budget_exhausted} when one more call would be too many */
    void check() {
        if (config.bounded()) {
            check(used());
        }
    }

    private void check(CallDao.Used used) {
        if (reached(config.concurrentCalls(), used.live())) {
            throw new ProblemException(
                            Failure.BUDGET_EXHAUSTED,
                            "All " + config.concurrentCalls() + " voice calls are taken. Try again when one has ended.")
                    .retryAfter(RETRY_AFTER);
        }
        if (reached(config.callsPerDay(), used.calls())
                || reached(config.minutesPerDay(), minutes(used))
                || reached(config.tokensPerDay(), used.tokens())) {
            throw new ProblemException(
                            Failure.BUDGET_EXHAUSTED,
                            "Today's voice calls are used up. Try again after midnight (UTC), or tell your teacher.")
                    .retryAfter(untilMidnight());
        }
    }

    private static boolean reached(long bound, long used) {
        return bound > 0 && used >= bound;
    }

    /**
     * Takes the place of a call that is about to be made, and gives the call's number in its session. Its write has
     * {@link #KEY}.
     */
    int reserve(Transaction transaction, String sessionId) {
        CallDao calls = transaction.dao(CallDao.class);
        calls.alone(); // or replicas that count at the same time find the same number, or the last place, free
        if (config.bounded()) {
            check(used(calls));
        }
        int number = calls.nextNumber(sessionId);
        calls.reserve(sessionId, number, clock.millis());
        return number;
    }

    /** Gives back the place of a call that was not made. */
    void forget(Transaction transaction, String sessionId, int number) {
        transaction.dao(CallDao.class).forget(sessionId, number);
    }

    void made(Transaction transaction, String sessionId, int number, String callId) {
        transaction.dao(CallDao.class).made(sessionId, number, callId);
    }

    /**
     * A call lasts no longer than its session: what a stopped server finds at its next start ended long ago.
     *
     * @param hangUpAt when it is to be hung up if nobody has by then; null when that is not to be done
     */
    void ended(Transaction transaction, Session session, @Nullable Long hangUpAt) {
        long at = Math.min(clock.millis(), session.times().deadline().toEpochMilli());
        transaction.dao(CallDao.class).end(session.id(), session.call().number(), at, hangUpAt);
    }

    /** The time as rows keep it. */
    long now() {
        return clock.millis();
    }

    Clock clock() {
        return clock;
    }

    /** Books what the provider reports that an answer took. */
    void used(String sessionId, String callId, long tokens) {
        database.commits().run(sessionId, transaction -> {
            // A session's row is locked before those of its calls, everywhere: or two replicas wait for each other.
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

    /** How much is used of each bound that is set; none while the database does not answer. */
    List<BudgetUse> uses() {
        try {
            CallDao.Used used = used();
            return Stream.of(
                            new BudgetUse(
                                    BudgetKind.CONCURRENT_CALLS, (long) used.live(), (long) config.concurrentCalls()),
                            new BudgetUse(BudgetKind.CALLS_PER_DAY, (long) used.calls(), (long) config.callsPerDay()),
                            new BudgetUse(BudgetKind.MINUTES_PER_DAY, minutes(used), (long) config.minutesPerDay()),
                            new BudgetUse(BudgetKind.TOKENS_PER_DAY, used.tokens(), config.tokensPerDay()))
                    .filter(use -> use.bound() > 0)
                    .toList();
        } catch (JdbiException e) {
            return List.of();
        }
    }

    /** What an operator should know: bounds that are nearly or wholly used. */
    static List<String> warnings(List<BudgetUse> uses) {
        return uses.stream()
                .filter(use -> use.used() * 100 >= use.bound() * WARN_AT_PERCENT)
                .map(use -> "%d of %d %s are used.".formatted(use.used(), use.bound(), words(use.boundOn())))
                .toList();
    }

    private static String words(BudgetKind kind) {
        return switch (kind) {
            case CONCURRENT_CALLS -> "voice calls at a time";
            case CALLS_PER_DAY -> "voice calls a day";
            case MINUTES_PER_DAY -> "minutes of voice calls a day";
            case TOKENS_PER_DAY -> "tokens of voice calls a day";
        };
    }

    /** Shows what is used, and of how much; -1 while the database does not answer, 0 as a bound means none. */
    void measure(MetricRegistry metrics) {
        metrics.gauge("viva.calls.live", () -> () -> measured(CallDao.Used::live));
        metrics.gauge("viva.budget.calls_today", () -> () -> measured(CallDao.Used::calls));
        metrics.gauge("viva.budget.minutes_today", () -> () -> measured(Budget::minutes));
        metrics.gauge("viva.budget.tokens_today", () -> () -> measured(CallDao.Used::tokens));
        metrics.gauge("viva.budget.concurrent_calls_bound", () -> config::concurrentCalls);
        metrics.gauge("viva.budget.calls_per_day_bound", () -> config::callsPerDay);
        metrics.gauge("viva.budget.minutes_per_day_bound", () -> config::minutesPerDay);
        metrics.gauge("viva.budget.tokens_per_day_bound", () -> config::tokensPerDay);
    }

    private long measured(ToLongFunction<CallDao.Used> figure) {
        try {
            return figure.applyAsLong(used());
        } catch (JdbiException e) {
            return -1;
        }
    }
}
