package dev.viva.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.Frames;
import dev.viva.testing.Offer;
import dev.viva.testing.RedisProcess;
import dev.viva.testing.ServerProcess;
import dev.viva.testing.Until;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas as processes of their own, on one PostgreSQL and one Redis, with one provider beside them. */
class TwoReplicasTest {
    private static final String KEY = "key-of-the-simulator-in-tests";

    @TempDir
    Path folder;

    private RedisProcess redis;
    private ServerProcess provider;
    private final List<ServerProcess> replicas = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        redis = RedisProcess.start(folder);
        provider = ServerProcess.start(
                Files.createDirectory(folder.resolve("provider")),
                Map.of("VIVA_SIMULATOR_KEY", KEY, "VIVA_SIMULATOR_ANSWER_DELAY", "0ms"));
    }

    @AfterEach
    void stop() throws Exception {
        for (var replica : replicas) {
            replica.close();
        }
        provider.close();
        redis.close();
    }

    private Api replica(Map<String, String> more) {
        var environment = new HashMap<>(Map.of(
                "VIVA_DATABASE_URL",
                Engine.POSTGRESQL.url(folder),
                "VIVA_REDIS_ADDRESS",
                redis.address(),
                "VIVA_REDIS_TIMEOUT", // a busy machine is no outage
                "2s",
                "VIVA_GRANT_KEY",
                "the same for all replicas: 0123456789",
                "VIVA_REALTIME_TYPE",
                "openai",
                "OPENAI_API_KEY",
                KEY,
                "OPENAI_BASE_URL",
                provider.url() + "/simulator"));
        environment.putAll(more);
        var started = ServerProcess.start(folder, environment);
        replicas.add(started);
        var api = new Api(started.url());
        Until.holds(
                "Redis is found",
                () -> api.get("/health", null).json().path("redis").asText().equals("up"));
        return api;
    }

    @Test
    void anEncounterMayGoThroughAnyOfThem() {
        Api one = replica(Map.of());
        Api two = replica(Map.of());
        var session = one.open();
        try (var here = new Frames(one.stream(session, Map.of()).body());
                var there = new Frames(two.stream(session, Map.of()).body())) {
            String token = Offer.mint(one, session).json().path("rtc_token").asText();
            assertThat(Offer.connect(two, session, token).statusCode()).isEqualTo(201);
            assertThat(Offer.connect(one, session, token).statusCode())
                    .as("a token opens one call")
                    .isEqualTo(412);
            assertThat(one.relay(session, "item_1", "student", "Hello").status())
                    .isEqualTo(201);
            assertThat(two.relay(session, "item_1", "student", "Hello").status())
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
        Until.holds("the call is hung up", () -> calls().isEmpty());
    }

    @Test
    void aLimitHoldsOverAllOfThem() throws Exception {
        var replicas = List.of(replica(Map.of()), replica(Map.of()));
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var replies = IntStream.range(0, 30)
                    .mapToObj(i -> callers.submit(() -> replicas.get(i % 2)
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
    }

    @Test
    void invariant2AKilledReplicaLosesNoAcknowledgedLineAndItsStreamsResumeElsewhere() throws Exception {
        Api one = replica(Map.of());
        Api two = replica(Map.of());
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
            replicas.getFirst().kill();
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
    void anotherListensToTheCallsOfOneThatDied() throws Exception {
        Api one = replica(Map.of());
        Api two = replica(Map.of());
        var session = one.open();
        assertThat(Offer.call(one, session)).isEqualTo(201);
        Until.holds("it listens", () -> !redis.keys("viva:lease:sideband:*").isEmpty());
        replicas.getFirst().kill();

        // The lease runs out within 15 s; until then the page's relay has the lines.
        String call = calls().getFirst();
        Until.holds("the other one hears the student", () -> {
            new Api(provider.url())
                    .send(
                            "POST",
                            "/simulator/control/calls/" + call + "/turns",
                            KEY,
                            "{\"says\":\"Where does it hurt?\"}",
                            Map.of());
            return !items(two, session).isEmpty();
        });
    }

    private List<String> calls() {
        JsonNode calls = new Api(provider.url())
                .get("/simulator/control/calls", KEY)
                .json()
                .path("calls");
        return calls.valueStream().map(JsonNode::asText).toList();
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
