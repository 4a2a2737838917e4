package dev.viva.simulator;

/** Why a call or a sideband ended, with the close code of the WebSocket. */
enum Ending {
    HUNG_UP(1000, "The call was hung up."),
    BROWSER_GONE(1000, "The browser has left."),
    EXPIRED(1001, "The session has expired."),
    STOPPED(1001, "The simulator is shutting down."),
    NOT_ANSWERED(1011, "The call was never answered."),
    /** The provider's own code for clients of the withdrawn beta. */
    BETA_SHAPE(4000, "The beta interface is withdrawn.");

    private final int code;
    private final String reason;

    Ending(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    int code() {
        return code;
    }

    String reason() {
        return reason;
    }
}
