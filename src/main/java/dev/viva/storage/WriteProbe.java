package dev.viva.storage;

import dev.viva.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks that writes are stored. A commit within the last second proves it. Otherwise the probe commits one itself, at
 * most once a second, through the same queue as any other write. Thread-safe.
 */
final class WriteProbe {
    private static final Duration FRESH = Duration.ofSeconds(1);
    /** Sorts after every other key. The probe locks only the writer's own mark. */
    private static final String KEY = "~probe";

    private static final String AS_A_LINE = "probe ".repeat(1400);
    private static final String UNKNOWN = "Commits fail; nothing can be stored. See the log.";

    private final GroupCommit commits;
    private final boolean needsRoom;
    private final LongSupplier nanoTime;
    private @Nullable String fault; // guarded by this
    private long failedAt; // guarded by this

    /**
     * @param needsRoom whether to write as much as a long line, since a mark alone may still fit on a full disk
     */
    WriteProbe(GroupCommit commits, boolean needsRoom, LongSupplier nanoTime) {
        this.commits = commits;
        this.needsRoom = needsRoom;
        this.nanoTime = nanoTime;
    }

    /** Why writes are not stored, fit for anyone to read; empty when they are. */
    synchronized Optional<String> fault() {
        if (commits.provenWithin(FRESH)) {
            fault = null;
        } else if (fault == null || nanoTime.getAsLong() - failedAt >= FRESH.toNanos()) {
            fault = probe();
            failedAt = nanoTime.getAsLong();
        }
        return Optional.ofNullable(fault);
    }

    /** The same for a database file that was deleted or replaced, found without writing. */
    Optional<String> lost() {
        return commits.lost();
    }

    private @Nullable String probe() {
        try {
            commits.run(KEY, this::write);
            return null;
        } catch (ProblemException e) {
            return commits.outage().orElse(UNKNOWN);
        }
    }

    /** Needs to write nothing by itself: each batch stores its mark. */
    private void write(Transaction transaction) {
        if (needsRoom) {
            transaction.update(CommitMark.SET, AS_A_LINE, 0);
            transaction.dao(CommitMark.class).remove(AS_A_LINE);
        }
    }
}
