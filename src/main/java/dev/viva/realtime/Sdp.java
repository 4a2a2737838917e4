package dev.viva.realtime;

/**
 * A session description as it came over the wire, byte for byte; immutable.
 *
 * <p>It holds addresses and keys of a browser, so it never shows itself in a log. It is kept as bytes because a lost
 * final CRLF makes a provider refuse it.
 */
public abstract sealed class Sdp permits SdpOffer, SdpAnswer {
    private final byte[] bytes;

    Sdp(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + bytes.length + " bytes]";
    }
}
