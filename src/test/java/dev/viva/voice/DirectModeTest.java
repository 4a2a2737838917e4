package dev.viva.voice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.FakeUpstream;
import dev.viva.testing.FakeUpstream.Answer;
import dev.viva.testing.Frames;
import dev.viva.testing.Offer;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mode direct: the browser gets a provider credential, subject to the same checks. */
class DirectModeTest {
    /** The default of {@code calls.abandon_after}, and the quarter by which its detection may lag. */
    private static final Duration ABANDON_AFTER = Duration.ofSeconds(150);

    @TempDir
    static Path data;

    private static final TestClock clock = new TestClock();
    private static VivaServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = VivaServer.start(data, clock, "calls.mode", "direct", "budget.concurrent_calls", "1");
        api = new Api(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void givesTheBrowserAProviderCredential() {
        var session = api.open();
        var minted = Offer.mint(api, session);
        assertThat(minted.status()).isEqualTo(201);
        assertThat(minted.json().path("mode").asText()).isEqualTo("direct");
        assertThat(minted.json().path("latest_call").asInt()).isEqualTo(1);
        String secret = minted.json().path("rtc_token").asText();
        assertThat(secret).startsWith("ek_");

        var answer = api.exchange(
                minted.json().path("connect_url").asText(),
                secret,
                Offer.TEXT.getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/sdp"));
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .startsWith("v=0")
                .endsWith("\r\n");
        assertThat(Offer.connect(api, session, secret).statusCode()).isEqualTo(412);
        end(session);
    }

    @Test
    void countsATokenAsACallUntilTheSessionEnds() {
        var session = api.open();
        var other = api.open();
        assertThat(Offer.mint(api, session).status()).isEqualTo(201);

        // Nothing can hang it up, so it goes on although nobody seems to attend it.
        awaitPolls();
        for (int step = 0; step < 3; step++) {
            clock.advance(ABANDON_AFTER.dividedBy(2));
            awaitPolls();
        }
        var refused = Offer.mint(api, other);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().path("code").asText()).isEqualTo("budget_exhausted");

        end(session);
        assertThat(Offer.mint(api, other).status()).isEqualTo(201);
        end(other);
        try (var frames = new Frames(api.stream(session, Map.of()).body())) {
            assertThat(frames.next(3))
                    .extracting(Frames.Frame::event)
                    .containsExactly("call_started", "call_ended", "ended");
        }
    }

    @Test
    void givesAnotherCredentialToASessionWhoseConnectionFailed() {
        var session = api.open();
        assertThat(Offer.mint(api, session).status()).isEqualTo(201);

        assertThat(Offer.mint(api, session).status()).isEqualTo(201);
        end(session);
    }

    @Test
    void givesNoCredentialThatWouldReplaceACallBegunMeanwhile(@TempDir Path folder) throws Exception {
        long expires = Instant.now().plusSeconds(60).getEpochSecond();
        String secret = "{\"value\":\"ek_a_secret_of_the_provider\",\"expires_at\":" + expires + "}";
        var answered = new CountDownLatch(1);
        try (var upstream = new FakeUpstream(Answer.of(200, secret, "Content-Type", "application/json"));
                var direct = VivaServer.start(
                        folder,
                        new TestClock(),
                        "calls.mode",
                        "direct",
                        "realtime.type",
                        "openai",
                        "realtime.api_key",
                        LiveCall.KEY,
                        "realtime.base_url",
                        upstream.address().toString());
                var background = Executors.newVirtualThreadPerTaskExecutor()) {
            var client = new Api(direct.url());
            var session = client.open();
            upstream.holdNext("/client_secrets", answered);
            var late = background.submit(() -> Offer.mint(client, session));
            Until.isTrue("the provider is asked", () -> asked(upstream) == 1);
            assertThat(Offer.mint(client, session).json().path("latest_call").asInt())
                    .isEqualTo(1);
            answered.countDown();

            assertThat(late.get().status()).isEqualTo(412);
            assertThat(late.get().json().path("code").asText()).isEqualTo("rtc_token_required");
        }
    }

    private static void awaitPolls() {
        double polls = polls();
        Until.isTrue("the reconciler polls", () -> polls() > polls + 1);
    }

    private static double polls() {
        return api.metric(server.adminUrl(), "viva_calls_reconciler_duration_seconds_count");
    }

    private static long asked(FakeUpstream upstream) {
        return upstream.seen().stream()
                .filter(request -> request.path().endsWith("/client_secrets"))
                .count();
    }

    private static void end(Api.Opened session) {
        assertThat(api.send("POST", session.path("/end"), session.grant(), null, Map.of())
                        .status())
                .isEqualTo(200);
    }
}
