package dev.viva.realtime;

/** Why nothing more will be heard of a call. */
public enum CallEnd {
    /** The provider has said again and again that there is no such call. */
    OVER,
    /** Tried for longer than any call lasts, in vain. */
    LOST,
    /** The sideband was closed from this side; the call may go on. */
    CLOSED
}
