package dev.viva.history;

/** A broken promise, with a description. */
record Violation(Kind kind, String words) {
    enum Kind {
        /** Acknowledged but not stored. */
        LOST,
        /** Present twice. */
        DOUBLED,
        /** Out of order. */
        REORDERED,
        /** A sequence number is missing. */
        GAP,
        /** Stored but never sent, or seen but not stored. */
        PHANTOM,
        /** Stored differently than sent, or shown differently than stored. */
        CHANGED,
        /** A remainder of an erased session. */
        KEPT,
        /** Refused but stored. */
        REFUSED,
        /** A reader's stream ended as complete before it had seen everything. */
        MISSED,
        /** A client saw less than an earlier answer promised. */
        STALE,
        /** A summary's count or last number is wrong. */
        WRONG_COUNT,
        WRONG_DIGEST,
        /** Stored after the closing event. */
        AFTER_CLOSED
    }

    @Override
    public String toString() {
        return kind + ": " + words;
    }
}
