package dev.viva.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for an asynchronous condition, with a deadline. */
public final class Until {
    private static final Duration MAX_WAIT = Duration.ofSeconds(60);

    private Until() {}

    public static void isTrue(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + MAX_WAIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not true within " + MAX_WAIT.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(5_000_000);
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
