package dev.viva.realtime;

/** What the provider answers. */
public final class SdpAnswer extends Sdp {
    public SdpAnswer(byte[] bytes) {
        super(bytes);
    }
}
