package dev.viva.typed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Offer;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 6 for typed lines: beyond the budget there is no answer, but the line is stored. */
@Timeout(120)
class TypedGateTest {
    private static final String KEY = "key-of-the-simulator-in-tests";
    private static final String QUESTION = "When did the pain in your knee begin?";

    @TempDir
    Path data;

    @Test
    void invariant6LineBeyondTheBudgetIsStoredAndAnsweredLater() {
        try (var server = VivaServer.start(
                data, new TestClock(), "budget.concurrent_calls", "1", "simulator.answer_delay", "0ms")) {
            var api = new Api(server.url());
            var other = api.open();
            assertThat(Offer.call(api, other)).isEqualTo(201);
            var session = api.open();

            var refused = Typing.say(api, session, "typed-1", QUESTION);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.json().path("code").asText()).isEqualTo("budget_exhausted");
            assertThat(refused.json().path("detail").asText()).startsWith("Your line is saved");
            assertThat(Typing.turns(api, session)).hasSize(1);

            api.send("POST", other.path("/end"), other.grant(), null, Map.of());
            Until.isTrue(
                    "the budget has a free slot",
                    () -> Typing.say(api, session, "typed-1", QUESTION).status() == 200);
            assertThat(Typing.speakers(Typing.turns(api, session, 2))).containsExactly("student", "patient");
        }
    }

    @Test
    void invariant6OpenBreakerStoresTheLineWithoutACall() {
        try (var server = VivaServer.start(
                data,
                new TestClock(),
                "simulator.key",
                KEY,
                "simulator.answer_delay",
                "0ms",
                "realtime.resilience.breaker_failures",
                "1",
                "realtime.resilience.breaker_delay",
                "1m")) {
            var api = new Api(server.url());
            var session = api.open();
            api.send(
                    "PUT",
                    "/simulator/control/faults",
                    KEY,
                    "{\"applies_to\":\"sideband\",\"failure\":\"server_error\"}",
                    Map.of());
            Typing.say(api, session, "typed-1", QUESTION);
            var refused = Until.present("the provider is left alone", () -> {
                var reply = Typing.say(api, session, "typed-2", "Does it hurt at night?");
                return reply.status() == 503 ? reply : null;
            });

            assertThat(refused.json().path("code").asText()).isEqualTo("upstream_unavailable");
            assertThat(refused.json().path("detail").asText()).startsWith("Your line is saved");
            assertThat(refused.header("Retry-After")).isNotEmpty();
            assertThat(Typing.turns(api, session)).hasSize(2);
        }
    }

    @Test
    void refusesLinesAfterTheSessionCloses() {
        var clock = new TestClock();
        try (var server = VivaServer.start(data, clock)) {
            var api = new Api(server.url());
            var session = api.open();
            api.send("POST", session.path("/end"), session.grant(), null, Map.of());
            clock.advance(Duration.ofMinutes(1));

            var refused = Typing.say(api, session, "typed-1", QUESTION);
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.json().path("code").asText()).isEqualTo("session_ended");
        }
    }

    @Test
    void recordsTheTokensOfAnAnswer() {
        try (var server = VivaServer.start(
                data, new TestClock(), "budget.tokens_per_day", "1000000", "simulator.answer_delay", "0ms")) {
            var api = new Api(server.url());
            var session = api.open();
            Typing.say(api, session, "typed-1", QUESTION);
            Typing.turns(api, session, 2);

            Until.isTrue(
                    "it is counted",
                    () -> api.metric(server.adminUrl(), "viva_typed_answers_total") == 1
                            && api.metric(server.adminUrl(), "viva_budget_tokens_today") > 0);
        }
    }
}
