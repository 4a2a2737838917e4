package dev.viva.realtime;

/** Why a sideband ended for good. */
public enum CallEnd {
    /** The provider has answered "no such call" repeatedly. */
    OVER,
    /** No connection for longer than any call lasts. */
    LOST,
    /** Closed by us; the call may go on. */
    CLOSED
}
