package dev.viva.simulator.conversation;

import java.time.Duration;

/** Lets something happen later. */
public interface Timers {

    /** Runs the task once after the delay, unless cancelled before. */
    Timer after(Duration delay, Runnable task);

    /** The time since some beginning; it never goes back. */
    Duration now();

    /** Something that will happen. */
    @FunctionalInterface
    interface Timer {
        void cancel();
    }
}
