package dev.viva.openai;

import java.time.Duration;

/**
 * When the provider is believed that there is no such call. One answer decides nothing: a call that was just made may not
 * be known everywhere yet, and a proxy or a part of the provider may answer wrongly for a moment. The call costs money
 * until it ends.
 *
 * @param answers how many in a row, at least
 * @param duration from the first of them to the last, at least
 */
record NotFoundRule(int answers, Duration duration) {
    private static final int ANSWERS = 5;
    /** Between two tries, at most, so that enough of them are made within the duration. */
    private static final Duration MAX_PAUSE = Duration.ofSeconds(2);

    static NotFoundRule over(Duration duration) {
        return new NotFoundRule(ANSWERS, duration);
    }

    /** Counts the answers about one call. For one thread alone. */
    final class Count {
        private int answered;
        private long firstAt;

        /** One more such answer; true when it is believed. */
        boolean notFound() {
            long now = System.nanoTime();
            if (answered == 0) {
                firstAt = now;
            }
            answered++;
            return answered >= answers && now - firstAt >= duration.toNanos();
        }

        /** The call was found after all. */
        void found() {
            answered = 0;
        }

        /** Shortens a pause while it is in doubt whether the call has ended. */
        Duration pause(Duration usual) {
            return answered > 0 && usual.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : usual;
        }

        boolean isFirst() {
            return answered == 1;
        }
    }

    Count count() {
        return new Count();
    }
}
