package dev.viva.realtime;

/** What a browser offers. */
public final class SdpOffer extends Sdp {
    public SdpOffer(byte[] bytes) {
        super(bytes);
    }
}
