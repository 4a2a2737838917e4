package dev.viva.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.VivaApplication;
import dev.viva.testing.Api;
import dev.viva.testing.Deployment;
import dev.viva.testing.Frames;
import dev.viva.testing.Offer;
import dev.viva.testing.ServerProcess;
import dev.viva.testing.Until;
import dev.viva.typed.Typing;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas as separate processes, on one PostgreSQL and one Redis, with one provider. */
class TwoReplicasTest {
    private static final String KEY = "key-of-the-simulator-in-tests";

    @TempDir
    static Path folder;

    private static ServerProcess provider;
    private static Deployment replicas;

    private Api one;
    private Api two;
    private List<String> callsOfEarlierTests;

    @BeforeAll
    static void start() throws Exception {
        int port = ServerProcess.freePort();
        provider = ServerProcess.launch(
                Files.createDirectory(folder.resolve("provider")),
                port,
                VivaApplication.class,
                List.of("-Ddw.simulator.key=" + KEY, "-Ddw.simulator.answer_delay=0ms"));
        replicas = new Deployment(folder, 2, (number, at, shared) -> replica(at, shared));
        provider.untilReady();
    }

    private static ServerProcess replica(int port, Deployment.Shared shared) {
        var properties = new ArrayList<>(shared.properties());
        properties.add("-Ddw.redis.timeout=2s"); // a busy machine must not look like an outage
        properties.add("-Ddw.realtime.type=openai");
        properties.add("-Ddw.realtime.api_key=" + KEY);
        properties.add("-Ddw.realtime.base_url=" + provider.url() + "/simulator");
        properties.add("-Ddw.calls.lease=3s");
        return ServerProcess.launch(folder, port, VivaApplication.class, properties);
    }

    @AfterAll
    static void stop() throws Exception {
        replicas.close();
        provider.close();
    }

    @BeforeEach
    void allAreThere() {
        replicas.redis().flush();
        replicas.heal();
        one = replicas.api(0);
        two = replicas.api(1);
        callsOfEarlierTests = List.of();
        callsOfEarlierTests = calls();
    }

    @Test
    void encounterRunsAcrossReplicas() {
        var session = one.open();
        try (var here = new Frames(one.stream(session, Map.of()).body());
                var there = new Frames(two.stream(session, Map.of()).body())) {
            String token = Offer.mint(one, session).json().path("rtc_token").asText();
            assertThat(Offer.connect(two, session, token).statusCode()).isEqualTo(201);
            assertThat(Offer.connect(one, session, token).statusCode())
                    .as("a token opens one call")
                    .isEqualTo(412);
            assertThat(one.relay(session, "item_1", "student", "Where?").status())
                    .isEqualTo(201);
            assertThat(two.relay(session, "item_1", "student", "Where?").status())
                    .isEqualTo(200);
            two.post(
                    session.path("/transcript"),
                    session.grant(),
                    "{\"item_id\":\"item_2\",\"role\":\"student\"," + "\"text\":\"Whe\",\"is_final\":false}");
            for (var frames : List.of(here, there)) {
                assertThat(frames.next(3))
                        .extracting(Frames.Frame::event)
                        .containsExactly("call_started", "turn", "partial");
            }
            assertThat(two.send("POST", session.path("/end"), session.grant(), null, Map.of())
                            .status())
                    .isEqualTo(200);
            for (var frames : List.of(here, there)) {
                assertThat(frames.next(2)).extracting(Frames.Frame::event).containsExactly("call_ended", "ended");
            }
        }
        Until.isTrue("the call is hung up", () -> calls().isEmpty());
    }

    @Test
    void tokenOpensOneCallAtAnyReplicaWhileRedisIsOut() {
        var session = one.open();
        replicas.redis().stop();
        try {
            String token = Offer.mint(one, session).json().path("rtc_token").asText();
            assertThat(Offer.connect(two, session, token).statusCode()).isEqualTo(201);
            assertThat(Offer.connect(one, session, token).statusCode()).isEqualTo(412);
            assertThat(Offer.connect(two, session, token).statusCode()).isEqualTo(412);
        } finally {
            replicas.redis().startAgain();
        }
    }

    @Test
    void firstTypedLinesAtBothReplicasBeginOneCall() throws Exception {
        var both = List.of(one, two);
        try (var students = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int encounter = 0; encounter < 5; encounter++) {
                var session = one.open();
                var receipts = IntStream.range(0, 4)
                        .mapToObj(i -> students.submit(
                                () -> Typing.say(both.get(i % 2), session, "item_" + i, "Is it worse at night? " + i)
                                        .status()))
                        .toList();
                for (var receipt : receipts) {
                    assertThat(receipt.get()).isEqualTo(201);
                }
                var events = new ArrayList<String>();
                try (var frames = new Frames(one.stream(session, Map.of()).body())) {
                    while (Collections.frequency(events, "turn") < 8) {
                        events.add(frames.next().event());
                    }
                }
                one.send("POST", session.path("/end"), session.grant(), null, Map.of());
                assertThat(events).doesNotContain("call_ended").containsOnlyOnce("call_started");
            }
        }
    }

    @Test
    void limitCountsAcrossReplicas() throws Exception {
        var both = List.of(one, two);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var replies = IntStream.range(0, 30)
                    .mapToObj(i -> callers.submit(() -> both.get(i % 2)
                            .post("/api/v1/sessions", null, Api.CASE)
                            .status()))
                    .toList();
            var statuses = new ArrayList<Integer>();
            for (Future<Integer> reply : replies) {
                statuses.add(reply.get());
            }
            // The default of session-creation: 10 in five minutes from one address.
            assertThat(statuses).filteredOn(status -> status == 201).hasSize(10);
            assertThat(statuses).filteredOn(status -> status == 429).hasSize(20);
        }
        // A replica remembers for a second whom it refused.
        replicas.redis().flush();
        for (var replica : both) {
            Until.isTrue(
                    "it takes sessions again",
                    () -> replica.post("/api/v1/sessions", null, Api.CASE).status() == 201);
        }
    }

    @Test
    void invariant2KilledReplicaLosesNoLineAndStreamsResumeElsewhere() throws Exception {
        var session = one.open();
        var acknowledged = new ConcurrentLinkedQueue<String>();
        var seen = new ArrayList<Long>();
        try (var frames = new Frames(one.stream(session, Map.of()).body());
                var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            writers.submit(() -> relayUntilCut(one, session, "a", acknowledged));
            writers.submit(() -> relayUntilCut(two, session, "b", acknowledged));
            for (int i = 0; i < 30; i++) {
                seen.add(Long.valueOf(frames.next().id()));
            }
            replicas.kill(0);
        }
        List<String> stored = items(two, session);
        assertThat(stored).containsAll(acknowledged).doesNotHaveDuplicates();
        try (var frames = new Frames(two.stream(session, Map.of("Last-Event-ID", "" + seen.getLast()))
                .body())) {
            while (seen.getLast() < stored.size()) {
                seen.add(Long.valueOf(frames.next().id()));
            }
        }
        assertThat(seen)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, stored.size()).boxed().toList());
    }

    @Test
    void survivingReplicaAttachesToTheCallsOfAKilledOne() throws Exception {
        var session = one.open();
        assertThat(Offer.call(one, session)).isEqualTo(201);
        Until.isTrue(
                "it listens",
                () -> !replicas.redis().keys("viva:lease:sideband:*").isEmpty());
        replicas.kill(0);

        // Until the lease expires, the page's relay provides the lines.
        String call = calls().getFirst();
        Until.isTrue("the other replica stores the student's line", () -> {
            new Api(provider.url())
                    .send(
                            "POST",
                            "/simulator/control/calls/" + call + "/turns",
                            KEY,
                            "{\"says\":\"Where does it hurt?\"}",
                            Map.of());
            return !items(two, session).isEmpty();
        });
        two.send("POST", session.path("/end"), session.grant(), null, Map.of());
        Until.isTrue("the call is hung up", () -> calls().isEmpty());
    }

    @Test
    void survivingReplicaEndsTheSessionsOfAKilledOne() throws Exception {
        var session = one.open();
        assertThat(Offer.call(one, session)).isEqualTo(201);
        replicas.kill(0);
        Jdbi.create(replicas.database())
                .useHandle(h -> h.execute(
                        "UPDATE session SET deadline_at = ? WHERE id = ?", System.currentTimeMillis(), session.id()));

        try (var frames = new Frames(two.stream(session, Map.of()).body())) {
            assertThat(frames.next(3))
                    .extracting(Frames.Frame::event)
                    .containsExactly("call_started", "call_ended", "ended");
        }
        Until.isTrue("the call is hung up", () -> calls().isEmpty());
    }

    /** Those that this test began: a busy machine hangs up the last ones of another test only now. */
    private List<String> calls() {
        JsonNode calls = new Api(provider.url())
                .get("/simulator/control/calls", KEY)
                .json()
                .path("calls");
        return calls.valueStream()
                .map(JsonNode::asText)
                .filter(call -> !callsOfEarlierTests.contains(call))
                .toList();
    }

    private static void relayUntilCut(
            Api api, Api.Opened session, String writer, ConcurrentLinkedQueue<String> acknowledged) {
        for (int i = 0; i < 50; i++) { // together under the limit for a session
            String item = writer + "-" + i;
            try {
                if (api.relay(session, item, "student", "line " + item).status() == 201) {
                    acknowledged.add(item);
                }
            } catch (UncheckedIOException cut) {
                return;
            }
        }
    }

    private static List<String> items(Api api, Api.Opened session) {
        return api.send("GET", session.path("/transcript"), session.grant(), null, Map.of("Accept", "application/json"))
                .json()
                .path("turns")
                .findValuesAsText("item_id");
    }
}
