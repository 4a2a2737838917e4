package dev.viva.history;

/** A promise that was not kept, and in which words that shows. */
record Violation(Kind kind, String words) {
    enum Kind {
        /** What was acknowledged is not stored. */
        LOST,
        /** Something is there twice. */
        DOUBLED,
        /** Something stands before what came before it. */
        REORDERED,
        /** A sequence number is missing. */
        GAP,
        /** Something is there that nobody sent, or seen that is not stored. */
        PHANTOM,
        /** Something is stored or shown otherwise than it was sent or stored. */
        CHANGED,
        /** Something of an erased session is still there. */
        KEPT,
        /** Something was refused and is stored all the same. */
        REFUSED,
        /** A reader was told that it is at the end and has not seen everything. */
        MISSED,
        /** A reader was shown less than somebody had been told before. */
        STALE,
        /** A summary's count or last number is not true. */
        WRONG_COUNT,
        WRONG_DIGEST,
        /** Something was stored after the last event of all. */
        AFTER_CLOSED
    }

    @Override
    public String toString() {
        return kind + ": " + words;
    }
}
