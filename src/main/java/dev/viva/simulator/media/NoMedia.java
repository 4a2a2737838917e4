package dev.viva.simulator.media;

import dev.viva.realtime.Sdp;
import dev.viva.simulator.conversation.ProviderIds;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Valid answers that no browser can connect to, for load tests: no sound, no channel, no native code. Events go to
 * sidebands only.
 */
public final class NoMedia implements Media {
    private static final Pattern MID = Pattern.compile("(?m)^a=mid:(\\S+)\\s*$");
    private static final Pattern REJECTED = Pattern.compile("^m=\\S+ 0 ");
    private static final SecureRandom RANDOM = new SecureRandom();

    // All calls share one thread, each with a few scheduled tasks.
    private static final int MAX_WAITING = 200_000;

    private final CallThread thread = new CallThread("simulated-calls", MAX_WAITING);

    private record Answered(Sdp.Answer answer) implements Leg {
        @Override
        public void close() {
            // Nothing was opened; the thread is shared.
        }
    }

    @Override
    public Leg answer(byte[] offer, FarEnd call) {
        call.begin(thread, new SilentVoice(thread), message -> {});
        String[] sections = new String(offer, StandardCharsets.UTF_8).split("(?m)^(?=m=)", -1);
        List<String> mids = new ArrayList<>();
        List<String> media = new ArrayList<>();
        for (int i = 1; i < sections.length; i++) {
            var named = MID.matcher(sections[i]);
            String mid = named.find() ? named.group(1) : String.valueOf(i - 1);
            String section = section(sections[i], mid);
            media.add(section);
            if (!REJECTED.matcher(section).find()) {
                mids.add(mid);
            }
        }
        String answer = head(mids) + String.join("", media);
        return new Answered(new Sdp.Answer(answer.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        thread.close();
    }

    private static String head(List<String> mids) {
        return """
                v=0
                o=- %d 2 IN IP4 127.0.0.1
                s=-
                t=0 0
                a=group:BUNDLE %s
                a=ice-lite
                a=msid-semantic: WMS realtimeapi
                """.formatted(RANDOM.nextLong(1, Long.MAX_VALUE), String.join(" ", mids));
    }

    private static String section(String offered, String mid) {
        if (offered.startsWith("m=audio ")) {
            return audio(payload(offered, "opus/48000/2", "111"), mid) + transport(mid);
        }
        if (offered.startsWith("m=application ")) {
            return """
                    m=application 9 UDP/DTLS/SCTP webrtc-datachannel
                    c=IN IP4 0.0.0.0
                    a=sctp-port:5000
                    a=max-message-size:1073741823
                    """ + transport(mid);
        }
        String[] line = offered.lines().findFirst().orElse("").split(" ", -1);
        return line[0] + " 0 " + (line.length > 2 ? line[2] : "UDP/TLS/RTP/SAVPF") + " 0\na=mid:" + mid + "\n";
    }

    private static String audio(String opus, String mid) {
        return """
                m=audio 9 UDP/TLS/RTP/SAVPF %1$s 0 8
                c=IN IP4 0.0.0.0
                a=rtcp:9 IN IP4 0.0.0.0
                a=sendrecv
                a=rtcp-mux
                a=rtcp-rsize
                a=rtpmap:%1$s opus/48000/2
                a=fmtp:%1$s minptime=10;useinbandfec=1
                a=rtpmap:0 PCMU/8000
                a=rtpmap:8 PCMA/8000
                a=msid:realtimeapi %2$s
                a=ssrc:%3$d cname:realtimeapi
                """.formatted(opus, mid, RANDOM.nextInt(1, Integer.MAX_VALUE));
    }

    /** Addresses of TEST-NET-1 (RFC 5737), which no machine has. */
    private static String transport(String mid) {
        byte[] fingerprint = new byte[32];
        RANDOM.nextBytes(fingerprint);
        return """
                a=mid:%s
                a=setup:active
                a=ice-ufrag:%s
                a=ice-pwd:%s
                a=fingerprint:sha-256 %s
                a=candidate:1 1 udp 2130706431 192.0.2.1 3478 typ host
                a=candidate:2 1 tcp 1671430143 192.0.2.1 443 typ host tcptype passive
                a=end-of-candidates
                """.formatted(
                        mid,
                        ProviderIds.letters(8),
                        ProviderIds.letters(24),
                        HexFormat.ofDelimiter(":").withUpperCase().formatHex(fingerprint));
    }

    private static String payload(String section, String codec, String otherwise) {
        var found =
                Pattern.compile("(?mi)^a=rtpmap:(\\d+) " + Pattern.quote(codec)).matcher(section);
        return found.find() ? found.group(1) : otherwise;
    }
}
