package dev.viva.storage;

import dev.viva.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether what is written is stored. A commit within the last second proves it; otherwise one is made, through the same
 * queue and the same transaction as any other, at most once a second. Thread-safe.
 */
final class WriteProbe {
    private static final Duration FRESH = Duration.ofSeconds(1);
    /** Among the keys of writes it comes last, and it locks nothing but the writer's own mark. */
    private static final String KEY = "~probe";

    private static final String AS_A_LINE = "probe ".repeat(1400);
    private static final String UNKNOWN = "Commits fail; nothing can be stored. The log says why.";

    private final GroupCommit commits;
    private final boolean needsRoom;
    private final LongSupplier nanoTime;
    private @Nullable String fault; // guarded by this
    private long failedAt; // guarded by this

    /**
     * @param needsRoom whether it has to write as much as a long line, since a mark alone may still fit on a disk that is
     *     full
     */
    WriteProbe(GroupCommit commits, boolean needsRoom, LongSupplier nanoTime) {
        this.commits = commits;
        this.needsRoom = needsRoom;
        this.nanoTime = nanoTime;
    }

    /** Empty when writes are stored; otherwise why they are not, in words that anyone may read. */
    synchronized Optional<String> fault() {
        if (commits.provenWithin(FRESH)) {
            fault = null;
        } else if (fault == null || nanoTime.getAsLong() - failedAt >= FRESH.toNanos()) {
            fault = probe();
            failedAt = nanoTime.getAsLong();
        }
        return Optional.ofNullable(fault);
    }

    /** The same for a file that is not the one that was opened, told without writing. */
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

    /** Each batch leaves its mark, so that there is always something to commit. */
    private void write(Transaction transaction) {
        if (needsRoom) {
            var marks = transaction.dao(CommitMark.class);
            marks.set(AS_A_LINE, 0);
            marks.remove(AS_A_LINE);
        }
    }
}
