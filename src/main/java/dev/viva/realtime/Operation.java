package dev.viva.realtime;

import java.util.Locale;

/** An operation at the provider; the label of metrics. */
public enum Operation {
    /** Beginning a call. */
    CALL,
    /** Minting a secret for a browser. */
    SECRET,
    /** Ending a call. */
    HANG_UP,
    /** Listing the models. */
    MODELS,
    /** Attaching to a call. */
    SIDEBAND,
    /** A patient's answer within a call; no request of its own. */
    RESPONSE,
    /** A text conversation: to open it, and each answer in it, which is no request of its own. */
    TEXT;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
