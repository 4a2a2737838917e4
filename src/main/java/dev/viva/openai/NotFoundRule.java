package dev.viva.openai;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When "no such call" counts as the end of a call. One answer is not enough: a new call may not be known everywhere yet, and
 * a proxy or a part of the provider may answer wrongly for a moment. The call costs money until it ends.
 *
 * @param answers the minimum number in a row
 * @param duration the minimum time from the first to the last
 */
record NotFoundRule(int answers, Duration duration) {
    private static final int ANSWERS = 5;
    /** The maximum pause, so that enough tries fit into the duration. */
    private static final Duration MAX_PAUSE = Duration.ofSeconds(2);

    static NotFoundRule of(Duration duration) {
        return new NotFoundRule(ANSWERS, duration);
    }

    /** Counts the answers about one call; not thread-safe. */
    final class Count {
        private final LongSupplier nanoTime;
        private int answered;
        private long firstAt;

        private Count(LongSupplier nanoTime) {
            this.nanoTime = nanoTime;
        }

        /** One more such answer; true if the call counts as ended. */
        boolean notFound() {
            long now = nanoTime.getAsLong();
            if (answered == 0) {
                firstAt = now;
            }
            answered++;
            return answered >= answers && now - firstAt >= duration.toNanos();
        }

        /** The call was found. */
        void found() {
            answered = 0;
        }

        /** Shortens the pause while the end of the call is unconfirmed. */
        Duration pause(Duration usual) {
            return answered > 0 && usual.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : usual;
        }

        boolean isFirst() {
            return answered == 1;
        }
    }

    Count count() {
        return count(System::nanoTime);
    }

    Count count(LongSupplier nanoTime) {
        return new Count(nanoTime);
    }
}
