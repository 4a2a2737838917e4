package dev.viva.realtime;

/** Why a sideband ended for good. */
public enum CallEnd {
    /** The provider has answered "no such call" repeatedly. */
    ENDED,
    /** No connection for longer than any call lasts. */
    LOST,
    /** Closed by this server; the call may continue. */
    CLOSED
}
