package dev.viva.audit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was recorded lately, so that a page that asks again every few seconds does not fill the audit trail. Each replica
 * remembers for itself, and nothing after a restart: then a look is recorded once more, never once less. Thread-safe.
 */
final class RecentLooks {
    /** The oldest beyond these are forgotten, and recorded again. */
    private static final int MAX_LOOKS = 10_000;

    private final Cache<Look, Instant> recorded =
            Caffeine.newBuilder().maximumSize(MAX_LOOKS).build();
    private final Clock clock;

    RecentLooks(Clock clock) {
        this.clock = clock;
    }

    /** Who looked at what; without a session and an exam, at a list. */
    record Look(
            String actor,
            String operation,
            @Nullable String session,
            @Nullable String exam) {
        /** Prints nothing, so that no log names a person. */
        @Override
        public String toString() {
            return "Look[]";
        }
    }

    /** Whether the same look was recorded within that time. */
    boolean isRecent(Look look, Duration every) {
        Instant last = recorded.getIfPresent(look);
        Instant now = clock.instant();
        // Before the last one, the clock was set back.
        return last != null && !now.isBefore(last) && now.isBefore(last.plus(every));
    }

    /** Remembers a look whose entry is stored. */
    void add(Look look, Duration every) {
        if (every.isPositive()) {
            recorded.put(look, clock.instant());
        }
    }

    long size() {
        recorded.cleanUp();
        return recorded.estimatedSize();
    }
}
