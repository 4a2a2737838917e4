package dev.viva.realtime;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * The pause before a retry: it doubles each time, and is chosen at random between half of that and all of it, so that
 * many clients of one provider do not return at the same moment.
 *
 * @param jitter a number from 0 to 1 for each pause
 */
public record Backoff(Duration first, Duration longest, DoubleSupplier jitter) {
    private static final int MAX_DOUBLINGS = 20;

    /** @param failures how many tries failed, from 1 */
    public Duration pause(int failures) {
        long millis = first.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS);
        double share = 0.5 + jitter.getAsDouble() / 2;
        return Duration.ofMillis((long) (Math.min(millis, longest.toMillis()) * share));
    }
}
