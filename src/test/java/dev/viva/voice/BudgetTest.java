package dev.viva.voice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.Offer;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import dev.viva.typed.Typing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class BudgetTest {
    @Parameter
    Engine engine;

    @TempDir
    Path data;

    private final TestClock clock = new TestClock();

    @Test
    void limitsConcurrentCallsAndFreesASlotAtTheEnd() {
        try (var server = VivaServer.start(engine, data, clock, "budget.concurrent_calls", "1")) {
            var api = new Api(server.url());
            var first = api.open();
            var second = api.open();
            assertThat(Offer.call(api, first)).isEqualTo(201);

            var refused = Offer.mint(api, second);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.json().path("code").asText()).isEqualTo("budget_exhausted");
            assertThat(refused.header("Retry-After")).isEqualTo("30");
            assertThat(api.metric(server.adminUrl(), "viva_limits_refused_total"))
                    .as("no rate limit refused it")
                    .isZero();
            var forFaculty = api.get("/health", Api.FACULTY).json();
            assertThat(forFaculty.path("warnings").toString()).contains("1 of 1 calls at a time are used.");
            assertThat(forFaculty.path("budget").toString())
                    .isEqualTo("[{\"bound_on\":\"concurrent_calls\",\"used\":1,\"bound\":1}]");
            for (var caller : Arrays.asList(null, first.grant())) {
                var forOthers = api.get("/health", caller).json();
                assertThat(forOthers.has("budget")).isFalse();
                assertThat(forOthers.path("warnings").toString()).doesNotContain("calls at a time");
            }
            assertThat(api.get("/health", "a key of nobody").status()).isEqualTo(401);

            api.send("POST", first.path("/end"), first.grant(), null, Map.of());
            assertThat(Offer.call(api, second)).isEqualTo(201);
        }
    }

    @Test
    void aSessionReplacesItsOwnCallAtTheBound() {
        try (var server = VivaServer.start(engine, data, clock, "budget.concurrent_calls", "1")) {
            var api = new Api(server.url());
            var first = api.open();
            assertThat(Offer.call(api, first)).isEqualTo(201);

            assertThat(Offer.call(api, first)).as("its connection broke").isEqualTo(201);
            assertThat(Typing.say(api, first, "typed-1", "Where does it hurt?").status())
                    .isEqualTo(201);
            assertThat(Offer.call(api, api.open())).isEqualTo(429);
        }
    }

    @Test
    void concurrentCallsNeverExceedTheBudget() throws Exception {
        try (var server = VivaServer.start(engine, data, clock, "budget.concurrent_calls", "3");
                var pages = Executors.newVirtualThreadPerTaskExecutor()) {
            var api = new Api(server.url());
            var tokens = IntStream.range(0, 8).mapToObj(i -> api.open()).toList().stream()
                    .map(session -> Map.entry(
                            session,
                            Offer.mint(api, session).json().path("rtc_token").asText()))
                    .toList();
            var replies = tokens.stream()
                    .map(t -> pages.submit(
                            () -> Offer.connect(api, t.getKey(), t.getValue()).statusCode()))
                    .toList();
            int made = 0;
            for (var reply : replies) {
                made += reply.get() == 201 ? 1 : 0;
            }

            assertThat(made).isEqualTo(3);
        }
    }

    @Test
    void concurrentTokensOfModeDirectNeverExceedTheBudget() throws Exception {
        try (var server =
                        VivaServer.start(engine, data, clock, "calls.mode", "direct", "budget.concurrent_calls", "3");
                var pages = Executors.newVirtualThreadPerTaskExecutor()) {
            var api = new Api(server.url());
            var sessions = IntStream.range(0, 8).mapToObj(i -> api.open()).toList();
            var replies = sessions.stream()
                    .map(session -> pages.submit(() -> Offer.mint(api, session)))
                    .toList();
            int minted = 0;
            for (var reply : replies) {
                boolean given = reply.get().status() == 201;
                minted += given ? 1 : 0;
                assertThat(reply.get().json().has("rtc_token")).isEqualTo(given);
            }

            assertThat(minted).isEqualTo(3);
        }
    }

    @Test
    void limitsCallsPerDay() {
        try (var server = VivaServer.start(engine, data, clock, "budget.calls_per_day", "1")) {
            var api = new Api(server.url());
            assertThat(Offer.call(api, api.open())).isEqualTo(201);

            var refused = Offer.mint(api, api.open());
            assertThat(refused.status()).isEqualTo(429);
            long untilMidnight = Duration.ofHours(14).minusMinutes(4).toSeconds(); // the test clock reads 10:04
            assertThat(refused.header("Retry-After")).isEqualTo(String.valueOf(untilMidnight));

            clock.advance(Duration.ofSeconds(untilMidnight));
            assertThat(Offer.call(api, api.open())).isEqualTo(201);
        }
    }

    @Test
    void limitsMinutesPerDay() {
        try (var server = VivaServer.start(engine, data, clock, "budget.minutes_per_day", "5")) {
            var api = new Api(server.url());
            assertThat(Offer.call(api, api.open())).isEqualTo(201);

            clock.advance(Duration.ofMinutes(4));
            assertThat(Offer.mint(api, api.open()).status()).isEqualTo(201);
            clock.advance(Duration.ofMinutes(1));
            assertThat(Offer.mint(api, api.open()).status()).isEqualTo(429);
        }
    }

    @Test
    void limitsReportedTokensPerDay() {
        try (var server = VivaServer.start(data, clock, "budget.tokens_per_day", "1", "simulator.key", LiveCall.KEY)) {
            var api = new Api(server.url());
            try (var call = LiveCall.open(server)) {
                call.type("item_1", "When did it start?");
                Until.isTrue(
                        "the answer's tokens are counted",
                        () -> Offer.mint(api, api.open()).status() == 429);
            }
            clock.advance(Duration.ofDays(1));
            assertThat(Offer.mint(api, api.open()).status()).isEqualTo(201);
        }
    }

    @Test
    void doesNotCountAFailedCall() {
        try (var server = VivaServer.start(
                engine,
                data,
                clock,
                "budget.calls_per_day",
                "1",
                "realtime.type",
                "openai",
                "realtime.api_key",
                "sk-nobody",
                "realtime.base_url",
                "http://127.0.0.1:9")) {
            var api = new Api(server.url());
            assertThat(Offer.call(api, api.open())).isEqualTo(503);
            assertThat(Offer.mint(api, api.open()).status()).isEqualTo(201);
        }
    }

    @Test
    void doesNotCountATokenThatTheProviderDidNotMint() {
        try (var server = VivaServer.start(
                engine,
                data,
                clock,
                "budget.calls_per_day",
                "1",
                "calls.mode",
                "direct",
                "realtime.type",
                "openai",
                "realtime.api_key",
                "sk-nobody",
                "realtime.base_url",
                "http://127.0.0.1:9")) {
            var api = new Api(server.url());
            var session = api.open();
            assertThat(Offer.mint(api, session).status()).isEqualTo(503);
            assertThat(Offer.mint(api, session).status()).isEqualTo(503); // not 429
            assertThat(api.get("/health", Api.FACULTY).json().path("budget").toString())
                    .contains("\"used\":0");
        }
    }
}
