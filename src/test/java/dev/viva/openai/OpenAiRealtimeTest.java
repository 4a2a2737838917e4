package dev.viva.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.problem.Secret;
import dev.viva.realtime.Call;
import dev.viva.realtime.CallConfig;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.ProviderException.Kind;
import dev.viva.realtime.ProviderObserver;
import dev.viva.realtime.RealtimeConfiguration;
import dev.viva.realtime.RealtimeProvider.HangUp;
import dev.viva.realtime.Sdp;
import dev.viva.realtime.TimeoutConfiguration;
import dev.viva.realtime.VadConfiguration;
import dev.viva.testing.FakeUpstream;
import dev.viva.testing.FakeUpstream.Answer;
import dev.viva.testing.ServerProcess;
import io.dropwizard.util.Duration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiRealtimeTest {
    private static final String KEY = "sk-never-shown";
    private static final String INSTRUCTIONS = "You are Maria.\nDu hast Rückenschmerzen.";
    private static final String OFFER = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\na=ice-pwd:offered\r\n";
    private static final String ANSWER = "v=0\r\no=- 3 4 IN IP4 127.0.0.1\r\ns=-\r\na=ice-pwd:answered\r\n";
    private static final Answer CREATED =
            Answer.of(201, ANSWER, "Location", "/v1/realtime/calls/rtc_u0_1", "x-request-id", "req_1");

    private static final Duration LONG = Duration.minutes(1);

    private static OpenAiRealtime provider(URI address) {
        return provider(address, LONG);
    }

    private static OpenAiRealtime provider(URI address, Duration timeout) {
        return new OpenAiRealtime(
                () -> address,
                new Secret(KEY),
                new TimeoutConfiguration(LONG, timeout, timeout, null, null, null, null),
                SidebandSettings.of(java.time.Duration.ofSeconds(1), java.time.Duration.ofSeconds(1)),
                ProviderObserver.NONE);
    }

    private static CallConfig config(CallConfig.Origin origin) {
        return new CallConfig(
                "gpt-realtime-2.1",
                "marin",
                new Secret(INSTRUCTIONS),
                RealtimeConfiguration.DEFAULTS.speech("de"),
                origin);
    }

    /** Turns that end by what is said. */
    private static CallConfig semantic() {
        var plain = config(CallConfig.Origin.NONE);
        var vad = new VadConfiguration(
                VadConfiguration.Type.SEMANTIC_VAD, VadConfiguration.Eagerness.LOW, null, null, null);
        var speech = new CallConfig.SpeechInput(
                plain.rules().speech().transcriptionModel(),
                "de",
                plain.rules().speech().noiseReduction(),
                vad);
        return new CallConfig(plain.model(), plain.voice(), plain.rules().instructions(), speech, plain.origin());
    }

    private static Sdp.Offer offer(String text) {
        return new Sdp.Offer(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Call create(FakeUpstream upstream) {
        try (OpenAiRealtime provider = provider(upstream.address())) {
            return provider.createCall(offer(OFFER), config(CallConfig.Origin.NONE));
        }
    }

    private static ProviderException failure(FakeUpstream upstream) {
        return catchThrowableOfType(ProviderException.class, () -> create(upstream));
    }

    @Test
    void relaysOfferAndAnswerByteForByte() throws Exception {
        String longOffer = OFFER + "a=note:\u00e9\u00ff\r\n" + "a=x:y\r\n".repeat(64 * 1024 / 7);
        try (FakeUpstream upstream = new FakeUpstream(CREATED);
                OpenAiRealtime provider = provider(upstream.address())) {
            Call call = provider.createCall(offer(longOffer), config(CallConfig.Origin.NONE));

            assertThat(call.answer().bytes()).isEqualTo(ANSWER.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(upstream.seen().getFirst().part("sdp")).isEqualTo(longOffer);
        }
    }

    @Test
    void sendsNoSettingOfAPauseWhenTurnsEndByWhatIsSaid() throws Exception {
        try (FakeUpstream upstream = new FakeUpstream(CREATED);
                OpenAiRealtime provider = provider(upstream.address())) {
            provider.createCall(offer(OFFER), semantic());

            JsonNode session =
                    new ObjectMapper().readTree(upstream.seen().getFirst().part("session"));
            assertThat(session.at("/audio/input/turn_detection"))
                    .isEqualTo(new ObjectMapper().readTree("{\"type\": \"semantic_vad\", \"eagerness\": \"low\"}"));
        }
    }

    @Test
    void sendsTheCallRequestInTheProvidersFormat() throws Exception {
        try (FakeUpstream upstream = new FakeUpstream(CREATED);
                OpenAiRealtime provider = provider(upstream.address())) {
            provider.createCall(offer(OFFER), config(new CallConfig.Origin("student-hash", "request-7")));

            FakeUpstream.Seen seen = upstream.seen().getFirst();
            assertThat(seen.method() + " " + seen.path()).isEqualTo("POST /base/v1/realtime/calls");
            assertThat(seen.headers().getFirst("Authorization")).isEqualTo("Bearer " + KEY);
            assertThat(seen.headers().getFirst("OpenAI-Safety-Identifier")).isEqualTo("student-hash");
            assertThat(seen.headers().getFirst("X-Client-Request-Id")).isEqualTo("request-7");
            assertThat(seen.headers().getFirst("Content-Length"))
                    .isEqualTo(String.valueOf(seen.body().length()));
            assertThat(seen.headers()).doesNotContainKeys("Upgrade", "OpenAI-Beta", "Accept-encoding", "Cookie");
            assertThat(seen.headers().getFirst("User-Agent")).isEqualTo("viva");
            String json =
                    new String(seen.part("session").getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            JsonNode session = new ObjectMapper().readTree(json);
            assertThat(session).isEqualTo(new ObjectMapper().readTree("""
                    {"type": "realtime", "model": "gpt-realtime-2.1",
                     "instructions": "You are Maria.\\nDu hast Rückenschmerzen.", "output_modalities": ["audio"],
                     "audio": {
                       "input": {"transcription": {"model": "gpt-realtime-whisper", "language": "de"},
                                 "noise_reduction": {"type": "near_field"},
                                 "turn_detection": {"type": "server_vad", "threshold": 0.5, "prefix_padding_ms": 300,
                                                    "silence_duration_ms": 500}},
                       "output": {"voice": "marin"}}}
                    """));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/realtime/calls/rtc_u0_1, rtc_u0_1",
        "https://api.openai.com/v1/realtime/calls/rtc_abc?x=1, rtc_abc",
        "rtc_bare, rtc_bare",
    })
    void takesTheCallIdFromTheEndOfTheLocation(String location, String callId) throws Exception {
        try (FakeUpstream upstream =
                new FakeUpstream(Answer.of(201, ANSWER, "Location", location, "Content-Type", "text/plain"))) {
            assertThat(create(upstream).callId()).isEqualTo(callId);
        }
    }

    @Test
    void forwardsAWellFormedProviderRequestId() throws Exception {
        try (FakeUpstream upstream = new FakeUpstream(
                CREATED, Answer.of(201, ANSWER, "Location", "/calls/rtc_1", "x-request-id", "<script>"))) {
            assertThat(create(upstream).upstreamRequestId()).isEqualTo("req_1");
            assertThat(create(upstream).upstreamRequestId()).isNull();
        }
    }

    @ParameterizedTest(name = "{0} {1} is {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "400, invalid_offer,         INVALID_OFFER, invalid_offer",
                "400, unknown_parameter,     REJECTED,      unknown_parameter",
                "400, Not A Code!,           REJECTED,      -",
                "401, invalid_api_key,       UNAUTHORIZED,  invalid_api_key",
                "403, model_not_found,       MODEL_MISSING, model_not_found",
                "404, -,                     NOT_FOUND,     -",
                "404, model_not_found,       MODEL_MISSING, model_not_found",
                "408, -,                     TIMEOUT,       -",
                "403, -,                     REJECTED,      -",
                "429, billing_not_active,    QUOTA,         billing_not_active",
                "409, conflict,              REJECTED,      conflict",
                "429, rate_limit_exceeded,   RATE_LIMITED,  rate_limit_exceeded",
                "429, insufficient_quota,    QUOTA,         insufficient_quota",
                "429, -,                     RATE_LIMITED,  -",
                "500, server_error,          UNAVAILABLE,   server_error",
                "502, -,                     UNAVAILABLE,   -",
                "503, slow_down,             UNAVAILABLE,   slow_down",
                "302, -,                     UNAVAILABLE,   -",
                "407, -,                     REJECTED,      -",
            })
    void distinguishesFailuresAndNeverRetries(int status, String code, Kind kind, String expectedCode)
            throws Exception {
        String body = code == null
                ? "<html>oops</html>"
                : "{\"error\":{\"message\":\"private words\",\"code\":\"" + code + "\"}}";
        try (FakeUpstream upstream =
                new FakeUpstream(Answer.of(status, body, "x-request-id", "req_9", "Retry-After", "7"))) {
            ProviderException failure = failure(upstream);

            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.status()).isEqualTo(status);
            assertThat(failure.code()).isEqualTo(expectedCode);
            assertThat(failure.upstreamRequestId()).isEqualTo("req_9");
            assertThat(failure.retryAfter()).isEqualTo(java.time.Duration.ofSeconds(7));
            assertThat(upstream.seen()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "99999999999999"})
    void ignoresAnInvalidRetryAfter(String retryAfter) throws Exception {
        try (FakeUpstream upstream = new FakeUpstream(Answer.of(429, "", "Retry-After", retryAfter))) {
            assertThat(failure(upstream).retryAfter()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"86401", "999999999", "Tue, 31 Dec 2199 23:59:59 GMT"})
    void boundsALongRetryAfterToADay(String retryAfter) throws Exception {
        try (FakeUpstream upstream = new FakeUpstream(Answer.of(503, "", "Retry-After", retryAfter))) {
            assertThat(failure(upstream).retryAfter()).isEqualTo(java.time.Duration.ofDays(1));
        }
    }

    @Test
    void readsARetryAfterDate() throws Exception {
        try (FakeUpstream upstream =
                new FakeUpstream(Answer.of(429, "", "Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT"))) {
            assertThat(failure(upstream).retryAfter()).isZero();
        }
    }

    @Test
    void unusableAnswerCountsAsUnavailable() throws Exception {
        List<Answer> answers = List.of(
                Answer.of(201, ANSWER),
                Answer.of(201, ANSWER, "Location", "/calls/"),
                Answer.of(201, ANSWER, "Location", "::not an address::"),
                Answer.of(201, ANSWER, "Location", "/calls/rtc;1"),
                Answer.of(201, "", "Location", "/calls/rtc_1"),
                Answer.of(201, "<html>a proxy's page</html>", "Location", "/calls/rtc_1"),
                Answer.of(201, ANSWER + "a=x:y\r\n".repeat(40_000), "Location", "/calls/rtc_1"));
        for (Answer answer : answers) {
            try (FakeUpstream upstream = new FakeUpstream(answer)) {
                assertThat(failure(upstream).kind()).isEqualTo(Kind.UNAVAILABLE);
                assertThat(upstream.seen()).hasSize(1);
            }
        }
    }

    @Test
    void namesTheCallOfAnAnswerThatIsTooLongSoThatItCanBeHungUp() throws Exception {
        String answer = ANSWER + "a=x:y\r\n".repeat(40_000);
        try (FakeUpstream upstream = new FakeUpstream(Answer.of(201, answer, "Location", "/calls/rtc_1"))) {
            assertThat(failure(upstream).begunCall()).isEqualTo("rtc_1");
        }
    }

    @Test
    void boundsTheHeadersOfAnAnswer() throws Exception {
        try (FakeUpstream upstream =
                new FakeUpstream(Answer.of(201, ANSWER, "Location", "/calls/rtc_1", "X-Long", "x".repeat(70_000)))) {
            assertThat(failure(upstream).kind()).isEqualTo(Kind.UNAVAILABLE);
        }
    }

    @Test
    void timesOutOnAnEndlessAnswer() throws Exception {
        try (FakeUpstream upstream = new FakeUpstream(CREATED.unfinished());
                OpenAiRealtime provider = provider(upstream.address(), Duration.milliseconds(400))) {
            ProviderException failure = catchThrowableOfType(
                    ProviderException.class, () -> provider.createCall(offer(OFFER), config(CallConfig.Origin.NONE)));

            assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(failure.status()).isZero();
            assertThat(upstream.seen())
                    .as("a busy machine may not even have sent it")
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void sendsOnceWhenTheConnectionBreaks() throws Exception {
        try (var answering = Executors.newVirtualThreadPerTaskExecutor();
                var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                OpenAiRealtime provider = provider(URI.create("http://127.0.0.1:" + server.getLocalPort()))) {
            Future<Integer> requests = answering.submit(() -> breakConnections(server));

            ProviderException failure = catchThrowableOfType(
                    ProviderException.class, () -> provider.createCall(offer(OFFER), config(CallConfig.Origin.NONE)));

            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            server.close();
            assertThat(requests.get()).isOne();
        }
    }

    /** Closes each connection after the head of its request; returns how many there were. */
    private static int breakConnections(ServerSocket server) throws IOException {
        for (int requests = 0; ; requests++) {
            try (var connection = server.accept()) {
                RawRequest.afterHead(connection);
            } catch (SocketException e) {
                if (server.isClosed()) {
                    return requests;
                }
            }
        }
    }

    @Test
    void refusedConnectionCountsAsUnavailable() throws Exception {
        try (OpenAiRealtime provider = provider(closedPort())) {
            assertThatThrownBy(() -> provider.createCall(offer(OFFER), config(CallConfig.Origin.NONE)))
                    .isInstanceOfSatisfying(
                            ProviderException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE));
        }
    }

    @ParameterizedTest
    @CsvSource({"200, ''", "202, ''", "404, ''", "404, call_id_not_found", "400, call_id_not_found"})
    void endedCallCountsAsHungUp(int status, String code) throws Exception {
        try (FakeUpstream upstream = new FakeUpstream(Answer.of(status, "{\"error\":{\"code\":\"" + code + "\"}}"));
                OpenAiRealtime provider = provider(upstream.address())) {
            assertThat(provider.hangUp("rtc_u0_1"))
                    .isEqualTo(status == 200 || status == 202 ? HangUp.DONE : HangUp.NO_SUCH_CALL);

            FakeUpstream.Seen seen = upstream.seen().getFirst();
            assertThat(seen.method() + " " + seen.path()).isEqualTo("POST /base/v1/realtime/calls/rtc_u0_1/hangup");
            assertThat(seen.headers().getFirst("Authorization")).isEqualTo("Bearer " + KEY);
            assertThat(upstream.seen()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"401, UNAUTHORIZED", "400, REJECTED", "503, UNAVAILABLE", "302, UNAVAILABLE"})
    void reportsACallThatMayStillBeLive(int status, Kind kind) throws Exception {
        try (FakeUpstream upstream = new FakeUpstream(Answer.of(status, ""));
                OpenAiRealtime provider = provider(upstream.address())) {
            assertThat(catchThrowableOfType(ProviderException.class, () -> provider.hangUp("rtc_1"))
                            .kind())
                    .isEqualTo(kind);
            assertThat(upstream.seen()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../models", "..", ".", "...", "%2e%2e", "rtc_%2f", "rtc_1?x", "rtc_1#x", "rtc 1", "", "-", "~"})
    void neverPutsAnInvalidIdIntoAUrl(String callId) throws Exception {
        try (OpenAiRealtime provider = provider(closedPort())) {
            assertThatThrownBy(() -> provider.hangUp(callId)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/realtime/calls/..", "/v1/realtime/calls/.", "/v1/realtime/calls/%2e%2e", "x/%2E."})
    void refusesAPathAsACallId(String location) throws Exception {
        var created = new Answer(201, Map.of("Location", location), OFFER.getBytes(StandardCharsets.UTF_8), true);
        try (FakeUpstream upstream = new FakeUpstream(created)) {
            assertThat(failure(upstream).kind()).isEqualTo(Kind.UNAVAILABLE);
        }
    }

    @Test
    void keepsSecretsOutOfMessagesAndFailures() throws Exception {
        String shown = config(CallConfig.Origin.NONE) + " " + offer(OFFER);
        try (FakeUpstream upstream = new FakeUpstream(
                Answer.of(400, "{\"error\":{\"message\":\"private words\",\"code\":\"invalid_offer\"}}"), CREATED)) {
            Throwable failure = failure(upstream);
            shown += " " + failure + " " + failure.getCause() + " " + create(upstream);
        }
        assertThat(shown).contains("Sdp.Offer[", "Sdp.Answer[", "invalid_offer");
        assertThat(shown).doesNotContain(KEY, "Maria", "ice-pwd", "private words");
    }

    private static URI closedPort() {
        return URI.create("http://127.0.0.1:" + ServerProcess.freePort());
    }
}
