package dev.viva.erasure;

import com.codahale.metrics.MetricRegistry;
import dev.viva.audit.AuditEntries;
import dev.viva.storage.Database;
import dev.viva.storage.Outage;
import dev.viva.storage.PeriodicTask;
import dev.viva.storage.Sweep;
import io.dropwizard.lifecycle.Managed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases sessions that ended long enough ago, the oldest first, and removes old entries of the audit trail. Each second
 * it takes a small step while there is more to do, else it looks each minute. Each session is a write of its own, so
 * lines in between wait for one at most. Every replica may run it: the locked session's row decides who erases. Open
 * sessions, and those in their grace window, are never due. Nothing is erased while this machine's clock is far ahead of
 * PostgreSQL's: one wrong clock among the replicas would erase what all of them keep.
 */
final class Retention implements Managed {
    /** How many sessions one step erases. */
    static final int STEP = 20;

    private static final Logger log = LoggerFactory.getLogger(Retention.class);
    /** How many audit entries one step removes, in one write. */
    private static final int AUDIT_STEP = 200;

    private static final Duration PAUSE = Duration.ofMinutes(1);
    /** More than clocks differ that are kept right, and little beside a day, the shortest time of retention. */
    private static final Duration MAX_AHEAD = Duration.ofHours(1);
    /** How many due sessions are counted. */
    private static final int MAX_BACKLOG = 1_000;

    private final RetentionConfiguration config;
    private final Database database;
    private final Erasure erasure;
    private final Clock clock;
    private final Clock machine;
    private final Outage ahead = new Outage(
            log,
            "retention: nothing is erased, because this machine's clock is more than an hour ahead of the database's",
            "retention: this machine's clock and the database's agree again");
    private final PeriodicTask task = new PeriodicTask(log, "retention", this::run);
    private volatile Instant lastRun = Instant.EPOCH;
    private volatile Instant nextDue = Instant.MAX;
    private volatile int backlog;
    // Used on the task's thread only:
    private Instant nextLook = Instant.EPOCH;
    private Announced announced = new Announced(List.of(), Instant.EPOCH);

    /** What the journal has: sessions that could not be erased are not written to it again at each try. */
    private record Announced(List<String> step, Instant at) {}

    /** @param machine this machine's clock, which the service's own is unless a test replaces it */
    Retention(
            RetentionConfiguration config,
            Database database,
            Erasure erasure,
            MetricRegistry metrics,
            Clock clock,
            Clock machine) {
        this.config = config;
        this.database = database;
        this.erasure = erasure;
        this.clock = clock;
        this.machine = machine;
        metrics.gauge("viva.retention.last_run", () -> () -> lastRun.getEpochSecond());
        metrics.gauge("viva.retention.overdue", () -> this::overdueSeconds);
        metrics.gauge("viva.retention.backlog", () -> () -> backlog);
    }

    @Override
    public void start() {
        if (config.erasesSessions()) {
            log.info("retention: sessions are erased {} after their end", config.sessions());
        }
        if (config.erasesSessions() || config.forgetsAudit()) {
            lastRun = clock.instant(); // a first run that hangs or fails must be noticed, too
            task.start();
        }
    }

    /** Counted when asked for, since it grows while a run hangs. */
    private long overdueSeconds() {
        Instant now = clock.instant();
        return now.isBefore(nextDue) ? 0 : Duration.between(nextDue, now).toSeconds();
    }

    private void run() {
        Instant now = clock.instant();
        boolean isSetBack = now.isBefore(nextLook.minus(PAUSE));
        if (now.isBefore(nextLook) && !isSetBack || isClockAhead()) {
            return;
        }
        boolean moreSessions = eraseSessions(now);
        boolean moreAudit = forgetAudit(now);
        lastRun = now;
        nextLook = moreSessions || moreAudit ? now : now.plus(PAUSE);
    }

    /** While it is, runs stand still, so VivaRetentionBehind tells operators. */
    private boolean isClockAhead() {
        Instant here = machine.instant();
        Optional<Instant> there = database.serverTime().filter(time -> here.isAfter(time.plus(MAX_AHEAD)));
        there.ifPresentOrElse(
                time -> {
                    ahead.fails(here + " here, " + time + " there");
                    lastRun = lastRun.isAfter(time) ? time : lastRun; // a time to come would keep the alert silent
                },
                ahead::succeeds);
        return there.isPresent();
    }

    /** Whether there may be more. */
    private boolean eraseSessions(Instant now) {
        if (!config.erasesSessions()) {
            return false;
        }
        Instant until = now.minus(config.sessions().toJavaDuration());
        var due = due(until);
        measure(due);
        if (due.isEmpty()) {
            return false;
        }
        List<String> step = due.stream().limit(STEP).map(ErasureDao.Ended::id).toList();
        if (!step.equals(announced.step())) {
            announced = new Announced(step, erasure.announce(step));
        }
        Sweep.forEachIsolated(step, id -> erasure.eraseOld(id, announced.at()));
        measure(due.subList(step.size(), due.size()));
        return due.size() > step.size();
    }

    private List<ErasureDao.Ended> due(Instant until) {
        return database.read()
                .withExtension(ErasureDao.class, rows -> rows.endedUntil(until.toEpochMilli(), MAX_BACKLOG));
    }

    private void measure(List<ErasureDao.Ended> due) {
        nextDue = due.isEmpty()
                ? Instant.MAX
                : Instant.ofEpochMilli(due.getFirst().at())
                        .plus(config.sessions().toJavaDuration());
        backlog = due.size();
    }

    private boolean forgetAudit(Instant now) {
        if (!config.forgetsAudit()) {
            return false;
        }
        long before = now.minus(config.audit().toJavaDuration()).toEpochMilli();
        return AuditEntries.forget(database, before, AUDIT_STEP) == AUDIT_STEP;
    }

    @Override
    public void stop() throws InterruptedException {
        task.close();
    }
}
