package dev.viva.realtime;

/**
 * A session description as it came over the wire, byte for byte; immutable.
 *
 * <p>It contains a browser's addresses and keys, so it never shows itself in a log. It is kept as bytes because a provider
 * refuses one that has lost its final CRLF.
 */
public abstract sealed class Sdp {
    private final byte[] bytes;

    private Sdp(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** What a browser offers. */
    public static final class Offer extends Sdp {
        public Offer(byte[] bytes) {
            super(bytes);
        }
    }

    /** What the provider answers. */
    public static final class Answer extends Sdp {
        public Answer(byte[] bytes) {
            super(bytes);
        }
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "Sdp." + getClass().getSimpleName() + "[" + bytes.length + " bytes]";
    }
}
