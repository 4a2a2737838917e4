package dev.viva.voice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.Frames;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls cost money by the minute: abandoned calls are hung up and their transcript is kept. */
class AbandonedCallsTest {
    @TempDir
    Path data;

    private final TestClock clock = new TestClock();
    private VivaServer server;
    private Api api;

    @BeforeEach
    void start() {
        server = VivaServer.start(data, clock, "simulator.key", LiveCall.KEY, "simulator.answer_delay", "0ms");
        api = new Api(server.url());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void hangsUpAnAbandonedCallAndKeepsItsTranscript() throws Exception {
        try (var call = LiveCall.open(server)) {
            call.speak("{\"says\":\"When did it start?\",\"speaking\":\"20ms\"}");
            call.awaitEvent("\"response.done\"");
            call.turns(2); // the browser's last sign of life

            untilHungUp(call);

            assertThat(call.turns(2))
                    .extracting(turn -> turn.path("source").asText())
                    .containsExactly("provider", "provider");
            try (var frames = new Frames(api.stream(call.session, Map.of()).body())) {
                assertThat(ended(frames).at("/call/reason").asText()).isEqualTo("abandoned");
            }
            assertThat(api.get(call.session.path(""), call.session.grant())
                            .json()
                            .path("state")
                            .asText())
                    .isEqualTo("open");
        }
    }

    @Test
    void hangsUpAnAbandonedCallBesideOneThatCannotBeReconciled() {
        try (var call = LiveCall.open(server);
                var broken = LiveCall.open(server)) {
            // The patient should get the instructions of another phase, and there is no such case.
            Engine.SQLITE
                    .jdbi(data)
                    .useHandle(h -> h.execute(
                            "UPDATE session SET case_digest = 'none', phase = 'objective' WHERE id = ?",
                            broken.session.id()));

            untilHungUp(call);
        }
    }

    @Test
    void retriesAFailedHangUp() {
        try (var call = LiveCall.open(server)) {
            // More failures than the end of the session has attempts.
            assertThat(api.send("PUT", "/simulator/control/faults", LiveCall.KEY, "{\"hangup_failures\":5}", Map.of())
                            .status())
                    .isEqualTo(200);
            api.send("POST", call.session.path("/end"), call.session.grant(), null, Map.of());

            untilHungUp(call);
        }
    }

    @Test
    void keepsACallWithAFollower() {
        try (var call = LiveCall.open(server);
                var frames = new Frames(api.stream(call.session, Map.of()).body());
                var other = LiveCall.open(server)) {
            frames.next();
            untilHungUp(other);

            assertThat(call.isLive()).isTrue();
        }
    }

    @Test
    void keepsACallWithSpeechOrRelayedLines() {
        try (var call = LiveCall.open(server);
                var relayed = LiveCall.open(server);
                var other = LiveCall.open(server)) {
            var lines = new AtomicInteger();
            untilHungUp(other, () -> {
                int line = lines.incrementAndGet();
                call.type("item_" + line, "When did it start?");
                Until.isTrue("the provider reports it", () -> isStored(call, "item_" + line));
                api.relay(relayed.session, "item_" + line, "student", "Where?");
            });

            assertThat(call.isLive()).isTrue();
            assertThat(relayed.isLive()).isTrue();
        }
    }

    /** Reading it over HTTP would be a sign of life. */
    private boolean isStored(LiveCall call, String item) {
        return Engine.SQLITE
                .jdbi(data)
                .withHandle(h -> h.createQuery(
                                "SELECT COUNT(*) FROM session_event WHERE session_id = :session AND item_id = :item")
                        .bind("session", call.session.id())
                        .bind("item", item)
                        .mapTo(Boolean.class)
                        .one());
    }

    private void untilHungUp(LiveCall call) {
        untilHungUp(call, () -> {});
    }

    /** Advances the clock in small steps, one for each poll of the reconciler. */
    private void untilHungUp(LiveCall call, Runnable meanwhile) {
        var end = clock.instant().plus(Duration.ofMinutes(10));
        while (call.isLive()) {
            assertThat(clock.instant()).as("the call is hung up").isBefore(end);
            meanwhile.run();
            double polls = polls();
            Until.isTrue("the reconciler polls", () -> polls() > polls + 1);
            clock.advance(Duration.ofSeconds(60));
        }
    }

    private double polls() {
        return api.metric(server.adminUrl(), "viva_calls_reconciler_duration_seconds_count");
    }

    private static JsonNode ended(Frames frames) {
        var frame = frames.next();
        while (!frame.event().equals("call_ended")) {
            frame = frames.next();
        }
        return frame.data();
    }
}
