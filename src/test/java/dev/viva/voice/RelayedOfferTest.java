package dev.viva.voice;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.testing.Api;
import dev.viva.testing.FakeUpstream;
import dev.viva.testing.FakeUpstream.Answer;
import dev.viva.testing.Offer;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The service relays offer and answer byte for byte, and replaces the text of a refusal. */
class RelayedOfferTest {
    private static final String ANSWER = "v=0\r\no=- 3 4 IN IP4 127.0.0.1\r\ns=-\r\na=note:\u00e9\u00ff\r\n";

    @TempDir
    static Path data;

    private static FakeUpstream upstream;
    private static VivaServer server;
    private static Api api;

    @BeforeAll
    static void start() throws IOException {
        upstream = new FakeUpstream(Answer.of(500, ""));
        server = VivaServer.start(
                data,
                new TestClock(),
                "realtime.type",
                "openai",
                "realtime.api_key",
                LiveCall.KEY,
                "realtime.base_url",
                upstream.address().toString(),
                "realtime.resilience.breaker_failures",
                "100",
                "calls.sideband",
                "false");
        api = new Api(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
        upstream.close();
    }

    /** Students are told who hears them. */
    @Test
    void thePageLearnsWhichServiceHearsACall() {
        assertThat(api.get("/api/v1/deployment", null)
                        .json()
                        .path("voice_service")
                        .asText())
                .isEqualTo(upstream.address().getHost());
    }

    private static HttpResponse<byte[]> offer(String sdp) {
        var session = api.open();
        String token = Offer.mint(api, session).json().path("rtc_token").asText();
        return api.exchange(
                session.path("/voice/sdp"),
                session.grant(),
                sdp.getBytes(ISO_8859_1),
                Map.of("Content-Type", "application/sdp", "X-Rtc-Token", token));
    }

    /** @param length of the whole offer in bytes; 65,536 is the longest that the contract allows */
    @ParameterizedTest
    @ValueSource(ints = {500, 65_536})
    void relaysOfferAndAnswerByteForByte(int length) {
        String begin = Offer.TEXT + "a=x:";
        String sdp = begin + "y".repeat(length - begin.length() - 2) + "\r\n";
        upstream.answerWith(Answer.of(201, ANSWER, "Location", "/v1/realtime/calls/rtc_u0_1"));

        var reply = offer(sdp);

        assertThat(reply.statusCode()).isEqualTo(201);
        assertThat(reply.body()).isEqualTo(ANSWER.getBytes(ISO_8859_1));
        assertThat(upstream.seen().getFirst().part("sdp")).hasSize(length).isEqualTo(sdp);
    }

    /** The provider is slow with the first call; meanwhile the student calls again. */
    @Test
    void aCallThatTheProviderMakesLateIsHungUp() throws Exception {
        upstream.answerWith(
                Answer.of(201, ANSWER, "Location", "/v1/realtime/calls/rtc_u0_live"),
                Answer.of(201, ANSWER, "Location", "/v1/realtime/calls/rtc_u0_late"));
        var answered = new CountDownLatch(1);
        var session = api.open();
        upstream.holdNext("/calls", answered);
        try (var background = Executors.newVirtualThreadPerTaskExecutor()) {
            var late = background.submit(() -> Offer.call(api, session));
            Until.isTrue(
                    "the provider is asked",
                    () -> upstream.seen().stream()
                            .anyMatch(request -> request.path().endsWith("/calls")));
            assertThat(Offer.call(api, session)).isEqualTo(201);
            answered.countDown();

            assertThat(late.get()).isEqualTo(412);
            Until.isTrue(
                    "it is hung up",
                    () -> upstream.seen().stream()
                            .anyMatch(request -> request.path().endsWith("/rtc_u0_late/hangup")));
        }
        assertThat(upstream.seen()).noneMatch(request -> request.path().endsWith("/rtc_u0_live/hangup"));
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_offer, 422, invalid_body",
        "400, invalid_value, 502, upstream_rejected",
        "401, invalid_api_key, 502, upstream_rejected",
        "403, model_not_found, 502, upstream_rejected",
        "404, '', 502, upstream_rejected",
        "429, insufficient_quota, 503, upstream_quota",
        "429, rate_limit_exceeded, 503, upstream_unavailable",
        "500, '', 503, upstream_unavailable",
    })
    void reportsARefusalWithTheProvidersIdButNotItsText(int status, String code, int sent, String problem)
            throws IOException {
        String words = "{\"error\":{\"message\":\"words of the provider\",\"code\":\"" + code + "\"}}";
        upstream.answerWith(Answer.of(status, words, "x-request-id", "req_of_theirs"));

        var reply = offer(Offer.TEXT);

        assertThat(reply.statusCode()).isEqualTo(sent);
        JsonNode body = new ObjectMapper().readTree(reply.body());
        assertThat(body.path("code").asText()).isEqualTo(problem);
        assertThat(body.path("upstream_request_id").asText()).isEqualTo("req_of_theirs");
        assertThat(body.toString()).doesNotContain("words of the provider");
        assertThat(upstream.seen()).as("attempts").hasSize(1);
    }

    @Test
    void refusesAnInvalidOfferWithoutAskingTheProvider() {
        upstream.answerWith(Answer.of(500, ""));

        assertThat(offer(Offer.TEXT.strip()).statusCode()).isEqualTo(422);
        assertThat(offer("v=0\r\n".repeat(20_000)).statusCode()).isEqualTo(413);
        assertThat(upstream.seen()).isEmpty();
    }
}
