package dev.viva.soak.benchmark;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what the service does in its own time. */
final class Wait {
    private static final Duration LOOK = Duration.ofMillis(20);

    private Wait() {}

    static void until(String what, Duration within, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(what + ": not all within " + within);
            }
            Thread.sleep(LOOK);
        }
    }
}
