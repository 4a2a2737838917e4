package dev.viva.simulator.conversation;

import java.time.Duration;

/** Runs tasks later. */
public interface Timers {

    /** Runs the task once after the delay, unless cancelled before. */
    Timer after(Duration delay, Runnable task);

    /** Monotonic time since an arbitrary origin. */
    Duration now();

    /** A scheduled task. */
    @FunctionalInterface
    interface Timer {
        void cancel();
    }
}
