package dev.viva.voice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Frames;
import dev.viva.testing.Offer;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import dev.viva.voice.token.RtcTokens;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VoiceTest {
    private static final String OFFER = Offer.TEXT;

    @TempDir
    static Path data;

    private static final TestClock CLOCK = new TestClock();
    private static VivaServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = VivaServer.start(data, CLOCK);
        api = new Api(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void connectsACallThroughTheProvidersOwnProtocol() {
        var session = api.open();
        var reply = exchange(session, mint(session), OFFER);

        assertThat(reply.statusCode()).isEqualTo(201);
        assertThat(reply.headers().firstValue("Content-Type")).hasValue("application/sdp");
        String answer = new String(reply.body(), StandardCharsets.UTF_8);
        assertThat(answer).startsWith("v=0").endsWith("\r\n").contains("webrtc-datachannel");
        try (var frames = new Frames(api.stream(session, Map.of()).body())) {
            assertThat(frames.next().event()).isEqualTo("call_started");
        }
    }

    @Test
    void refusesASecondCallOnOneToken() {
        var session = api.open();
        String token = mint(session);
        exchange(session, token, OFFER);

        assertRefused(exchange(session, token, OFFER), 412, "rtc_token_required");
    }

    @Test
    void refusesAnAbsentExpiredOrForeignToken() {
        var session = api.open();
        var other = api.open();
        String othersToken = mint(other);

        assertRefused(exchange(session, null, OFFER), 412, "rtc_token_required");
        assertRefused(exchange(session, othersToken, OFFER), 412, "rtc_token_required");
        assertThat(exchange(other, othersToken, OFFER).statusCode()).isEqualTo(201);

        String stale = mint(session);
        CLOCK.advance(RtcTokens.LIFETIME);
        assertRefused(exchange(session, stale, OFFER), 412, "rtc_token_required");
    }

    static String[][] brokenOffers() {
        return new String[][] {
            {"", "422", "invalid_body"},
            {"hello", "422", "invalid_body"},
            {OFFER.strip(), "422", "invalid_body"},
            {OFFER + "a=x:" + "y".repeat(65_536) + "\r\n", "413", "body_too_large"},
        };
    }

    @ParameterizedTest
    @MethodSource("brokenOffers")
    void refusesABrokenOfferWithoutUsingTheToken(String offer, String status, String code) {
        var session = api.open();
        String token = mint(session);

        assertRefused(exchange(session, token, offer), Integer.parseInt(status), code);
        assertThat(exchange(session, token, OFFER).statusCode()).isEqualTo(201);
    }

    @Test
    void acceptsTheLargestAllowedOffer() {
        var session = api.open();
        String line = "a=x:";
        String longest = OFFER + line + "y".repeat(65_536 - OFFER.length() - line.length() - 2) + "\r\n";

        assertThat(longest).hasSize(65_536);
        assertThat(exchange(session, mint(session), longest).statusCode()).isEqualTo(201);
    }

    @Test
    void secondCallReplacesTheFirst() {
        var session = api.open();
        exchange(session, mint(session), OFFER);
        exchange(session, mint(session), OFFER);
        api.send("POST", session.path("/end"), session.grant(), null, Map.of());

        try (var frames = new Frames(api.stream(session, Map.of()).body())) {
            var events = frames.next(5);
            assertThat(events)
                    .extracting(Frames.Frame::event)
                    .containsExactly("call_started", "call_ended", "call_started", "call_ended", "ended");
            assertThat(events.get(1).data().at("/call/reason").asText()).isEqualTo("replaced");
            assertThat(events.get(3).data().at("/call/reason").asText()).isEqualTo("session_ended");
        }
    }

    @Test
    void invariant6NoCallForASessionThatHasEnded() {
        var session = api.open();
        String token = mint(session);
        api.send("POST", session.path("/end"), session.grant(), null, Map.of());

        assertRefused(exchange(session, token, OFFER), 409, "session_ended");
        assertThat(api.send("POST", session.path("/voice/token"), session.grant(), null, Map.of())
                        .status())
                .isEqualTo(409);
    }

    @Test
    void reportsAProviderOutage(@TempDir Path folder) {
        try (var own = VivaServer.start(
                folder,
                new TestClock(),
                "realtime.type",
                "openai",
                "realtime.api_key",
                "sk-nobody",
                "realtime.base_url",
                "http://127.0.0.1:9")) {
            var client = new Api(own.url());
            var session = client.open();
            String token = client.send("POST", session.path("/voice/token"), session.grant(), null, Map.of())
                    .json()
                    .path("rtc_token")
                    .asText();
            long begin = System.nanoTime();
            var reply = client.exchange(
                    session.path("/voice/sdp"),
                    session.grant(),
                    OFFER.getBytes(StandardCharsets.UTF_8),
                    Map.of("Content-Type", "application/sdp", "X-Rtc-Token", token));

            assertRefused(reply, 503, "upstream_unavailable");
            assertThat(reply.headers().firstValueAsLong("Retry-After").orElse(0))
                    .isPositive();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(45));
            assertThat(client.get("/simulator/v1/realtime/calls", null).status())
                    .isEqualTo(404);
        }
    }

    private static String mint(Api.Opened session) {
        var reply = api.send("POST", session.path("/voice/token"), session.grant(), null, Map.of());
        assertThat(reply.status()).isEqualTo(201);
        return reply.json().path("rtc_token").asText();
    }

    private static HttpResponse<byte[]> exchange(Api.Opened session, @Nullable String token, String offer) {
        Map<String, String> headers = token == null
                ? Map.of("Content-Type", "application/sdp")
                : Map.of("Content-Type", "application/sdp", "X-Rtc-Token", token);
        return api.exchange(
                session.path("/voice/sdp"), session.grant(), offer.getBytes(StandardCharsets.UTF_8), headers);
    }

    private static void assertRefused(HttpResponse<byte[]> reply, int status, String code) {
        assertThat(reply.statusCode()).isEqualTo(status);
        assertThat(new String(reply.body(), StandardCharsets.UTF_8)).contains("\"code\":\"" + code + "\"");
        assertThat(reply.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }
}
