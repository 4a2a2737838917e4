package dev.viva.voice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Frames;
import dev.viva.testing.Offer;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The provider answers 404 for a live call, which costs money until it is hung up. */
class UnknownCallTest {
    private static final String FAULTS = "/simulator/control/faults";

    @TempDir
    static Path data;

    private static final TestClock CLOCK = new TestClock();
    private static VivaServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = VivaServer.start(
                data, CLOCK, "simulator.key", LiveCall.KEY, "calls.ended_after", "3s", "budget.concurrent_calls", "1");
        api = new Api(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void heal() {
        api.send("DELETE", FAULTS, LiveCall.KEY, null, Map.of());
        Until.isTrue("the budget has a free slot", () -> live() == 0);
    }

    private static void fault(String faults) {
        assertThat(api.send("PUT", FAULTS, LiveCall.KEY, faults, Map.of()).status())
                .isEqualTo(200);
    }

    private static double live() {
        return api.metric(server.adminUrl(), "viva_calls_live");
    }

    private static void end(Api.Opened session) {
        assertThat(api.send("POST", session.path("/end"), session.grant(), null, Map.of())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void attachesToACallThatIsUnknownAtFirst(@TempDir Path folder) throws Exception {
        var clock = new TestClock();
        // The clock is moved long before the call counts as ended.
        try (var patient = VivaServer.start(folder, clock, "simulator.key", LiveCall.KEY, "calls.ended_after", "1m")) {
            var client = new Api(patient.url());
            client.send("PUT", FAULTS, LiveCall.KEY, "{\"unknown_for\":\"1s\"}", Map.of());
            try (var call = LiveCall.openAlone(patient);
                    var frames =
                            new Frames(client.stream(call.session, Map.of()).body())) {
                clock.advance(Duration.ofSeconds(1));
                Until.isTrue(
                        "a sideband attaches", () -> client.metric(patient.adminUrl(), "viva_sideband_attached") > 0);

                assertThat(frames.next().event()).isEqualTo("call_started");
                client.send("POST", call.session.path("/end"), call.session.grant(), null, Map.of());
                assertThat(frames.next().data().at("/call/reason").asText()).isEqualTo("session_ended");
                Until.isTrue("the call is hung up", () -> !call.isLive());
            }
        }
    }

    @Test
    void invariant12HangsUpACallThatSeemsEnded() throws Exception {
        fault("{\"failure\":\"unavailable\",\"applies_to\":\"sideband\"}");
        try (var call = LiveCall.openAlone(server);
                var frames = new Frames(api.stream(call.session, Map.of()).body())) {
            assertThat(frames.next().event()).isEqualTo("call_started");
            assertThat(live()).as("live calls in the budget").isEqualTo(1);
            assertThat(Offer.mint(api, api.open()).status()).isEqualTo(429);

            fault("{\"failure\":\"not_found\",\"applies_to\":\"sideband\"}");
            assertThat(frames.next().data().at("/call/reason").asText()).isEqualTo("provider_ended");
            Until.isTrue("the call is hung up", () -> !call.isLive());
        }
    }

    @Test
    void hangsUpAgainAtTheEndOfTheSession() throws Exception {
        fault("{\"unknown_for\":\"6s\"}"); // affects sideband and hang-up
        try (var call = LiveCall.openAlone(server);
                var frames = new Frames(api.stream(call.session, Map.of()).body())) {
            assertThat(frames.next().event()).isEqualTo("call_started");
            assertThat(frames.next().data().at("/call/reason").asText()).isEqualTo("provider_ended");
            Until.isTrue(
                    "the hang-up waits for the session's end",
                    () -> api.metric(server.adminUrl(), "viva_hang_ups_queued") == 0);
            CLOCK.advance(Duration.ofSeconds(6)); // the provider knows the call
            assertThat(call.isLive()).isTrue();

            end(call.session);

            Until.isTrue("the call is hung up", () -> !call.isLive());
        }
    }
}
