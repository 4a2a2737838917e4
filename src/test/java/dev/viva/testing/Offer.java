package dev.viva.testing;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A browser's SDP offer, and calls made with it. */
public final class Offer {
    public static final String TEXT = String.join(
            "\r\n",
            "v=0",
            "o=- 4611731400430051336 2 IN IP4 127.0.0.1",
            "s=-",
            "t=0 0",
            "a=group:BUNDLE 0 1",
            "m=audio 9 UDP/TLS/RTP/SAVPF 111",
            "c=IN IP4 0.0.0.0",
            "a=mid:0",
            "a=sendrecv",
            "a=rtpmap:111 opus/48000/2",
            "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
            "c=IN IP4 0.0.0.0",
            "a=mid:1",
            "a=sctp-port:5000",
            "");

    private Offer() {}

    public static Api.Reply mint(Api api, Api.Opened session) {
        return api.send("POST", session.path("/voice/token"), session.grant(), null, Map.of());
    }

    public static HttpResponse<byte[]> connect(Api api, Api.Opened session, String rtcToken) {
        return api.exchange(
                session.path("/voice/sdp"),
                session.grant(),
                TEXT.getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/sdp", "X-Rtc-Token", rtcToken));
    }

    /** Mints a token and connects a call, like the page. */
    public static int call(Api api, Api.Opened session) {
        var minted = mint(api, session);
        return minted.status() == 201
                ? connect(api, session, minted.json().path("rtc_token").asText())
                        .statusCode()
                : minted.status();
    }
}
