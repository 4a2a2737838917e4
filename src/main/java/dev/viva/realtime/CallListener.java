package dev.viva.realtime;

/**
 * Receives the events of a call, one after another on one thread. While it works, later events wait; when too many wait,
 * the sideband is reconnected.
 */
public interface CallListener {

    /** Receives an event. The type of an exception is logged; the next event follows. */
    void on(CallEvent event);

    /** The sideband has ended; called once, last. */
    void ended(CallEnd why);
}
