package dev.viva.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for an asynchronous condition, with a deadline. The longer it has waited, the less often it looks, because
 * looking takes processor time from what it waits for; it ends a tenth later at most.
 */
public final class Until {
    private static final Duration MAX_WAIT = Duration.ofSeconds(60);
    private static final Duration MIN_PAUSE = Duration.ofMillis(5);
    private static final Duration MAX_PAUSE = Duration.ofMillis(50);

    private Until() {}

    public static void isTrue(String what, BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            long waited = System.nanoTime() - begin;
            if (waited > MAX_WAIT.toNanos()) {
                throw new AssertionError("not true within " + MAX_WAIT.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(Math.clamp(waited / 10, MIN_PAUSE.toNanos(), MAX_PAUSE.toNanos()));
        }
    }

    /** The first value that is not null. */
    public static <T> T present(String what, Supplier<T> value) {
        var found = new Object[1];
        isTrue(what, () -> {
            found[0] = value.get();
            return found[0] != null;
        });
        @SuppressWarnings("unchecked")
        T result = (T) found[0];
        return result;
    }
}
