package dev.viva.simulator.conversation;

/** What lets all of a call happen one thing after another; its methods may be called from any thread. */
public interface EventLoop extends Timers {

    /** Runs the task soon, in the order of asking. False when too much is waiting already. */
    boolean run(Runnable task);
}
