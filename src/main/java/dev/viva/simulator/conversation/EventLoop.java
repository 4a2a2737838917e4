package dev.viva.simulator.conversation;

/** Runs a call's tasks one after another; thread-safe. */
public interface EventLoop extends Timers {

    /** Queues a task. False if too many are waiting. */
    boolean run(Runnable task);
}
