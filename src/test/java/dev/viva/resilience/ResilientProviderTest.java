package dev.viva.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.viva.openai.FakeSideband;
import dev.viva.openai.OpenAiRealtime;
import dev.viva.openai.ReceivedEvents;
import dev.viva.problem.Secret;
import dev.viva.realtime.Backoff;
import dev.viva.realtime.CallConfig;
import dev.viva.realtime.CallEnd;
import dev.viva.realtime.Model;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.ProviderException.Kind;
import dev.viva.realtime.ProviderObserver;
import dev.viva.realtime.RealtimeConfiguration;
import dev.viva.realtime.ResilienceConfiguration;
import dev.viva.realtime.Sdp;
import dev.viva.realtime.Sideband;
import dev.viva.realtime.TimeoutConfiguration;
import dev.viva.testing.FakeUpstream;
import dev.viva.testing.FakeUpstream.Answer;
import dev.viva.testing.Until;
import io.dropwizard.util.Duration;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResilientProviderTest {
    private static final java.time.Duration MINUTE = java.time.Duration.ofMinutes(1);
    private static final Duration A_MINUTE = Duration.minutes(1);
    private static final Backoff AT_ONCE =
            new Backoff(java.time.Duration.ofMillis(1), java.time.Duration.ofMillis(2), () -> 1);
    private static final String SDP = "v=0\r\ns=-\r\n";
    private static final Answer CREATED = Answer.of(201, SDP, "Location", "/v1/realtime/calls/rtc_1");
    private static final Answer MINTED = Answer.of(200, "{\"value\":\"ek_1\",\"expires_at\":1790000600}");
    private static final Answer FAILING = Answer.of(503, "{\"error\":{\"code\":\"slow_down\"}}");
    private static final CallConfig CONFIG = new CallConfig(
            "gpt-realtime-2.1",
            "marin",
            new Secret("You are Maria."),
            RealtimeConfiguration.DEFAULTS.speech("en"),
            CallConfig.Origin.NONE);

    private final AtomicLong nanos = new AtomicLong();

    private ResilientProvider provider(FakeUpstream upstream, ResilienceConfiguration config) {
        var plain = new OpenAiRealtime(
                upstream::address,
                new Secret("sk-never"),
                new TimeoutConfiguration(A_MINUTE, A_MINUTE, A_MINUTE, A_MINUTE, A_MINUTE, A_MINUTE, A_MINUTE),
                Duration.seconds(1),
                ProviderObserver.NONE);
        return new ResilientProvider(plain, config, AT_ONCE, nanos::get);
    }

    private ResilientProvider provider(FakeUpstream upstream) {
        return provider(upstream, ResilienceConfiguration.DEFAULTS);
    }

    private static ResilienceConfiguration impatient(int requests) {
        var soon = Duration.milliseconds(300);
        return new ResilienceConfiguration(requests, Duration.milliseconds(50), soon, soon, null, null);
    }

    private static Sdp.Offer offer() {
        return new Sdp.Offer(SDP.getBytes(StandardCharsets.US_ASCII));
    }

    private static ProviderException failure(Runnable request) {
        return catchThrowableOfType(ProviderException.class, request::run);
    }

    private static ProviderException mintFailure(ResilientProvider provider) {
        return failure(() -> provider.mintSecret(CONFIG, MINUTE));
    }

    @ParameterizedTest(name = "{0} {1} is tried {2} times and is {3}")
    @CsvSource({
        "408, '',                  3, TIMEOUT",
        "409, conflict,            3, REJECTED",
        "429, rate_limit_exceeded, 3, RATE_LIMITED",
        "500, '',                  3, UNAVAILABLE",
        "502, '',                  3, UNAVAILABLE",
        "503, slow_down,           3, UNAVAILABLE",
        "429, insufficient_quota,  1, QUOTA",
        "400, unknown_parameter,   1, REJECTED",
        "401, invalid_api_key,     1, UNAUTHORIZED",
        "403, model_not_found,     1, MODEL_MISSING",
        "200, '',                  1, UNAVAILABLE",
        "302, '',                  1, UNAVAILABLE",
    })
    void retriesMintingAfterATransientFailure(int status, String code, int tries, Kind kind) throws Exception {
        try (var upstream = new FakeUpstream(Answer.of(status, "{\"error\":{\"code\":\"" + code + "\"}}"));
                var provider = provider(upstream)) {
            assertThat(mintFailure(provider).kind()).isEqualTo(kind);
            assertThat(upstream.seen()).hasSize(tries);
        }
    }

    @Test
    void succeedsOnALaterAttempt() throws Exception {
        try (var upstream = new FakeUpstream(
                        FAILING, Answer.of(409, ""), MINTED, FAILING, Answer.of(200, "{\"data\":[{\"id\":\"m\"}]}"));
                var provider = provider(upstream)) {
            assertThat(provider.mintSecret(CONFIG, MINUTE).value().reveal()).isEqualTo("ek_1");
            assertThat(provider.models()).containsExactly(new Model("m", null));
            assertThat(upstream.seen()).hasSize(5);
        }
    }

    @Test
    void honoursRetryAfter() throws Exception {
        try (var upstream = new FakeUpstream(Answer.of(429, "", "Retry-After", "1"), MINTED);
                var provider = provider(upstream)) {
            long begin = System.nanoTime();
            provider.mintSecret(CONFIG, MINUTE);
            assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(1));
        }
    }

    @Test
    void doesNotWaitBeyondTheDeadline() throws Exception {
        try (var upstream = new FakeUpstream(Answer.of(429, "", "Retry-After", "60"));
                var provider = provider(upstream)) {
            assertThat(mintFailure(provider).retryAfter()).isEqualTo(MINUTE);
            assertThat(upstream.seen()).hasSize(1);
        }
        try (var upstream = new FakeUpstream(Answer.of(429, "", "Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"));
                var provider = provider(upstream)) {
            assertThat(mintFailure(provider).kind()).isEqualTo(Kind.RATE_LIMITED);
            assertThat(upstream.seen()).hasSize(1);
        }
    }

    @Test
    void answersWithinTheDeadline() throws Exception {
        try (var upstream = new FakeUpstream(MINTED.unfinished());
                var provider = provider(upstream, impatient(10))) {
            List<Runnable> requests = List.of(
                    () -> provider.mintSecret(CONFIG, MINUTE), provider::models, () -> provider.hangUp("rtc_1"));
            for (Runnable request : requests) {
                long begin = System.nanoTime();
                assertThat(failure(request).kind()).isEqualTo(Kind.TIMEOUT);
                assertThat(System.nanoTime() - begin)
                        .as("less than the timeout of a single request")
                        .isLessThan(MINUTE.toNanos());
                assertThat(Thread.interrupted()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"408", "409", "429", "500", "503"})
    void neverRetriesToStartACall(int status) throws Exception {
        try (var upstream = new FakeUpstream(Answer.of(status, ""), CREATED);
                var provider = provider(upstream)) {
            assertThatThrownBy(() -> provider.createCall(offer(), CONFIG)).isInstanceOf(ProviderException.class);
            assertThat(upstream.seen()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"''", "<html>a proxy's page</html>"})
    void reportsTheIdOfAnUnusableCall(String answer) throws Exception {
        try (var upstream = new FakeUpstream(Answer.of(201, answer, "Location", "/calls/rtc_7"));
                var provider = provider(upstream)) {
            ProviderException failure = failure(() -> provider.createCall(offer(), CONFIG));

            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure.begunCall()).isEqualTo("rtc_7");
            assertThat(upstream.seen()).hasSize(1);
        }
    }

    @Test
    void reportsNoIdIfNoneIsKnown() throws Exception {
        try (var upstream = new FakeUpstream(Answer.of(201, SDP));
                var provider = provider(upstream)) {
            assertThat(failure(() -> provider.createCall(offer(), CONFIG)).begunCall())
                    .isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"503, 3, UNAVAILABLE", "429, 3, RATE_LIMITED", "401, 1, UNAUTHORIZED"})
    void retriesAHangUpTwiceAfterTransientFailures(int status, int tries, Kind kind) throws Exception {
        try (var upstream = new FakeUpstream(Answer.of(status, ""));
                var provider = provider(upstream)) {
            assertThat(failure(() -> provider.hangUp("rtc_1")).kind()).isEqualTo(kind);
            assertThat(upstream.seen()).hasSize(tries);
        }
    }

    @Test
    void breakerStopsRequestsUntilTheProviderRecovers() throws Exception {
        var config = new ResilienceConfiguration(null, null, null, null, 2, Duration.seconds(10));
        try (var upstream = new FakeUpstream(FAILING, FAILING, FAILING, CREATED);
                var provider = provider(upstream, config)) {
            assertThat(failure(() -> provider.createCall(offer(), CONFIG)).status())
                    .isEqualTo(503);
            assertThat(provider.breaker()).isEqualTo(BreakerState.CLOSED);
            assertThat(failure(() -> provider.createCall(offer(), CONFIG)).status())
                    .isEqualTo(503);
            assertThat(provider.breaker()).isEqualTo(BreakerState.OPEN);

            nanos.addAndGet(TimeUnit.SECONDS.toNanos(4));
            for (Runnable request : List.<Runnable>of(
                    () -> provider.createCall(offer(), CONFIG), () -> provider.mintSecret(CONFIG, MINUTE))) {
                ProviderException refused = failure(request);
                assertThat(refused.kind()).isEqualTo(Kind.UNAVAILABLE);
                assertThat(refused.retryAfter()).isEqualTo(java.time.Duration.ofSeconds(6));
            }
            assertThat(upstream.seen()).hasSize(2);

            nanos.addAndGet(TimeUnit.SECONDS.toNanos(6));
            assertThat(failure(() -> provider.createCall(offer(), CONFIG)).status())
                    .isEqualTo(503);
            assertThat(provider.breaker()).isEqualTo(BreakerState.OPEN);
            assertThat(failure(() -> provider.createCall(offer(), CONFIG)).retryAfter())
                    .isEqualTo(java.time.Duration.ofSeconds(10));

            nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
            assertThat(provider.createCall(offer(), CONFIG).callId()).isEqualTo("rtc_1");
            assertThat(provider.breaker()).isEqualTo(BreakerState.CLOSED);
        }
    }

    @Test
    void hangsUpWhileTheBreakerIsOpen() throws Exception {
        var config = new ResilienceConfiguration(null, null, null, null, 1, null);
        try (var upstream = new FakeUpstream(FAILING, Answer.of(200, ""));
                var provider = provider(upstream, config)) {
            failure(() -> provider.createCall(offer(), CONFIG));
            assertThat(provider.breaker()).isEqualTo(BreakerState.OPEN);

            provider.hangUp("rtc_1");
            assertThat(upstream.seen()).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"400, invalid_offer", "401, invalid_api_key", "403, model_not_found", "429, insufficient_quota"})
    void refusalDoesNotOpenTheBreaker(int status, String code) throws Exception {
        var config = new ResilienceConfiguration(null, null, null, null, 1, null);
        try (var upstream = new FakeUpstream(Answer.of(status, "{\"error\":{\"code\":\"" + code + "\"}}"));
                var provider = provider(upstream, config)) {
            failure(() -> provider.createCall(offer(), CONFIG));
            assertThat(provider.breaker()).isEqualTo(BreakerState.CLOSED);
        }
    }

    @Test
    void timeoutOpensTheBreaker() throws Exception {
        var soon = Duration.milliseconds(200);
        var config = new ResilienceConfiguration(null, null, soon, null, 1, null);
        try (var upstream = new FakeUpstream(MINTED.unfinished());
                var provider = provider(upstream, config)) {
            mintFailure(provider);
            assertThat(provider.breaker()).isEqualTo(BreakerState.OPEN);
        }
    }

    @Test
    void refusesCallersThatWouldWaitTooLong() throws Exception {
        var config = new ResilienceConfiguration(1, Duration.milliseconds(50), null, null, null, null);
        try (var upstream = new FakeUpstream(CREATED.unfinished())) {
            CompletableFuture<ProviderException> first;
            try (var provider = provider(upstream, config)) {
                first = CompletableFuture.supplyAsync(() -> failure(() -> provider.createCall(offer(), CONFIG)));
                Until.isTrue("the first request", () -> upstream.seen().size() == 1);

                ProviderException refused = mintFailure(provider);
                assertThat(refused.kind()).isEqualTo(Kind.RATE_LIMITED);
                assertThat(refused.retryAfter()).isEqualTo(java.time.Duration.ofSeconds(1));
                assertThat(upstream.seen()).hasSize(1);
            }
            assertThat(first.get(60, TimeUnit.SECONDS).kind()).isEqualTo(Kind.UNAVAILABLE);
        }
    }

    @Test
    void attachesThroughTheProvider() throws Exception {
        var received = new ReceivedEvents();
        try (var upstream = new FakeSideband(404);
                var provider = new ResilientProvider(
                        new OpenAiRealtime(
                                upstream::address,
                                new Secret("sk-1"),
                                TimeoutConfiguration.DEFAULTS,
                                Duration.seconds(1),
                                ProviderObserver.NONE),
                        ResilienceConfiguration.DEFAULTS);
                Sideband sideband = provider.observe("rtc_1", received)) {
            assertThat(received.next()).isEqualTo(CallEnd.ENDED);
            sideband.close();
        }
    }
}
