package dev.viva.realtime;

/**
 * Hears what happens in a call. It is called from one thread, one event after the other; while it works the events that
 * follow wait, and when too many wait the connection is made anew.
 */
public interface CallListener {

    /** Something happened. An exception is logged by its type, and the next event follows. */
    void on(CallEvent event);

    /** Nothing follows; called once, last. */
    void ended(CallEnd why);
}
