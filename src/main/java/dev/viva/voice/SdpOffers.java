package dev.viva.voice;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.realtime.Sdp;
import java.nio.charset.StandardCharsets;

/** Checks a browser's offer before it costs anything: its size, its beginning and its end. */
final class SdpOffers {
    /** 64 KiB, as the contract says; browsers send 2 to 8. */
    static final int MAX_BYTES = 65_536;

    private SdpOffers() {}

    /** The offer, byte for byte. The most common fault is a client or proxy that trimmed the final CRLF. */
    static Sdp.Offer checked(byte[] body) {
        if (body.length > MAX_BYTES) {
            throw new ProblemException(
                    Failure.BODY_TOO_LARGE, "The SDP offer exceeds " + MAX_BYTES + " bytes. Offer fewer media lines.");
        }
        if (body.length == 0) {
            throw ProblemException.invalidBody("", "the SDP offer is empty");
        }
        String begin = new String(body, 0, Math.min(body.length, 4), StandardCharsets.US_ASCII);
        if (!begin.startsWith("v=0")) {
            throw ProblemException.invalidBody("", "is not an SDP offer: it must begin with v=0");
        }
        if (body.length < 2 || body[body.length - 2] != '\r' || body[body.length - 1] != '\n') {
            throw ProblemException.invalidBody(
                    "", "the SDP offer's last line must end in CRLF: send it untrimmed, as the browser created it");
        }
        return new Sdp.Offer(body);
    }
}
