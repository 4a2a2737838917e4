package dev.viva.erasure;

import dev.viva.storage.Database;
import dev.viva.storage.PeriodicTask;
import dev.viva.storage.Sweep;
import io.dropwizard.lifecycle.Managed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what erased sessions still have. The previous version runs beside this one during an update, or instead of it
 * after going back, and erases nothing from tables that it does not know. Looks through all sessions at the start and
 * then each hour, at some of them each second.
 */
final class RowsLeft implements Managed {
    private static final Logger log = LoggerFactory.getLogger(RowsLeft.class);
    /** How many sessions one step looks at. */
    private static final int STEP = 200;

    private static final Duration PAUSE = Duration.ofHours(1);

    private final Database database;
    private final Clock clock;
    private final PeriodicTask task = new PeriodicTask(log, "rows left", this::run);
    // Used on the task's thread only:
    private Instant nextLook = Instant.EPOCH;
    private String last = "";

    RowsLeft(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void start() {
        task.start();
    }

    private void run() {
        Instant now = clock.instant();
        if (now.isBefore(nextLook) && !now.isBefore(nextLook.minus(PAUSE))) { // a clock may be set back
            return;
        }
        if (!step()) {
            nextLook = now.plus(PAUSE);
        }
    }

    /** Looks at the next sessions. False at the end. */
    private boolean step() {
        var sessions = database.read().withExtension(ErasureDao.class, rows -> rows.after(last, STEP));
        last = sessions.size() < STEP ? "" : sessions.getLast().id();
        var erased = new HashMap<String, Long>();
        for (var session : sessions) {
            if (session.erasedAt() != null) {
                erased.put(session.id(), session.erasedAt());
            }
        }
        if (!erased.isEmpty()) {
            removeFrom(erased);
        }
        return !last.isEmpty();
    }

    private void removeFrom(Map<String, Long> erased) {
        var left = database.read()
                .withExtension(ErasureDao.class, rows -> rows.withRowsLeft(List.copyOf(erased.keySet())));
        if (!left.isEmpty()) {
            log.warn(
                    "erasure: {} erased sessions have rows that an earlier version left; they are removed",
                    left.size());
        }
        Sweep.forEachIsolated(left, id -> {
            ErasedRows.forgetKey(database, id);
            database.commits()
                    .run(id, transaction -> ErasedRows.erase(transaction, id, Objects.requireNonNull(erased.get(id))));
        });
    }

    @Override
    public void stop() throws InterruptedException {
        task.close();
    }
}
