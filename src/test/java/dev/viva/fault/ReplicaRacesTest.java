package dev.viva.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.testing.Api;
import dev.viva.testing.Api.Opened;
import dev.viva.testing.Api.Reply;
import dev.viva.testing.Engine;
import dev.viva.testing.Frames;
import dev.viva.testing.Offer;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas on one PostgreSQL do the same thing to the same session at the same time. */
class ReplicaRacesTest {
    private static final int ROUNDS = 40;

    @TempDir
    static Path folder;

    private static final TestClock CLOCK = new TestClock();
    private static VivaServer one;
    private static VivaServer two;
    private static List<Api> replicas;

    @BeforeAll
    static void start() {
        one = VivaServer.start(Engine.POSTGRESQL, folder, CLOCK, "budget.concurrent_calls", "3");
        two = VivaServer.start(Engine.POSTGRESQL, folder, CLOCK, "budget.concurrent_calls", "3");
        replicas = List.of(new Api(one.url()), new Api(two.url()));
    }

    @AfterAll
    static void stop() {
        two.close(); // in reverse order: each restores the overrides that it found
        one.close();
    }

    @Test
    void invariant3SameItemAtBothReplicasIsOneRow() throws Exception {
        var session = replicas.getFirst().open();
        for (int i = 0; i < ROUNDS; i++) {
            String item = "item_" + i;
            var replies = atOnce(2, api -> api.relay(session, item, "student", "Words of " + item));
            assertThat(replies).extracting(Reply::status).containsOnly(200, 201);
            assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(1);
            assertThat(replies)
                    .extracting(Reply::json)
                    .containsOnly(replies.getFirst().json());
        }
        assertThat(seqs(session))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, ROUNDS).boxed().toList());
    }

    @Test
    void invariant4BothReplicasNumberWithoutGaps() throws Exception {
        var sessions =
                IntStream.range(0, 10).mapToObj(i -> replicas.getFirst().open()).toList();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var replies = new ArrayList<Future<Reply>>();
            for (int i = 0; i < 600; i++) {
                var session = sessions.get(i % sessions.size());
                Api api = replicas.get(i % 2);
                String item = "item_" + i;
                replies.add(callers.submit(() -> api.relay(session, item, "student", item)));
            }
            for (var reply : replies) {
                assertThat(reply.get().status()).isEqualTo(201);
            }
        }
        for (var session : sessions) {
            assertThat(seqs(session))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 60).boxed().toList());
        }
    }

    @Test
    void otherTextAtTheOtherReplicaIsAConflict() throws Exception {
        var session = replicas.getFirst().open();
        for (int i = 0; i < ROUNDS; i++) {
            String item = "item_" + i;
            var replies = atOnce(1, api -> api.relay(session, item, "student", "Words of " + api.hashCode()));
            assertThat(replies).extracting(Reply::status).containsExactlyInAnyOrder(201, 409);
        }
    }

    @Test
    void bothReplicasEndASessionWithTheSameAnswer() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            var session = replicas.getFirst().open();
            replicas.getFirst().relay(session, "item_1", "student", "Where?");
            var replies = atOnce(2, api -> api.send("POST", session.path("/end"), session.grant(), null, Map.of()));
            assertThat(replies).extracting(Reply::status).containsOnly(200);
            assertThat(replies)
                    .extracting(Reply::json)
                    .containsOnly(replies.getFirst().json());
            assertThat(lastSeq(session)).isEqualTo(2);
        }
    }

    @Test
    void concurrentPhaseChangesAreLoggedOnce() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            var session = replicas.getFirst().open();
            var replies =
                    atOnce(2, api -> api.post(session.path("/phase"), session.grant(), "{\"phase\":\"objective\"}"));
            assertThat(replies).extracting(Reply::status).containsOnly(200);
            assertThat(lastSeq(session)).isEqualTo(1);
        }
    }

    @Test
    void timersOfBothReplicasWarnEndAndCloseOnce() {
        var sessions =
                IntStream.range(0, 20).mapToObj(i -> replicas.get(i % 2).open()).toList();
        for (var step : List.of(Api.LASTS.minusMinutes(2), Duration.ofMinutes(2), Duration.ofSeconds(11))) {
            long before = lastSeq(sessions.getLast());
            CLOCK.advance(step);
            Until.isTrue("the timers ran", () -> sessions.stream().allMatch(session -> lastSeq(session) > before));
        }
        // One warning, one end, one close.
        assertThat(sessions).extracting(ReplicaRacesTest::lastSeq).containsOnly(3L);
    }

    @Test
    void bothReplicasConnectCallsOfOneSession() throws Exception {
        try (var three = VivaServer.start(Engine.POSTGRESQL, folder, CLOCK);
                var four = VivaServer.start(Engine.POSTGRESQL, folder, CLOCK);
                var pages = Executors.newVirtualThreadPerTaskExecutor()) {
            var both = List.of(new Api(three.url()), new Api(four.url()));
            for (int i = 0; i < 10; i++) {
                var session = both.getFirst().open();
                var calls = both.stream()
                        .map(api -> pages.submit(() -> Offer.call(api, session)))
                        .toList();
                List<Integer> statuses = new ArrayList<>();
                for (var call : calls) {
                    statuses.add(call.get());
                }
                // One that the provider makes after a later one has begun is refused.
                assertThat(statuses).contains(201).isSubsetOf(201, 412);
                // A call keeps its slot in the budget until its session ends, whatever a sideband reports.
                end(both.getFirst(), session);
            }
        }
    }

    @Test
    void bothReplicasTogetherStayWithinTheBudget() throws Exception {
        for (int i = 0; i < 5; i++) {
            var sessions = IntStream.range(0, 8)
                    .mapToObj(n -> replicas.get(n % 2).open())
                    .toList();
            try (var pages = Executors.newVirtualThreadPerTaskExecutor()) {
                var calls = new ArrayList<Future<Integer>>();
                for (int n = 0; n < sessions.size(); n++) {
                    Api api = replicas.get(n % 2);
                    var session = sessions.get(n);
                    calls.add(pages.submit(() -> Offer.call(api, session)));
                }
                int made = 0;
                for (var call : calls) {
                    made += call.get() == 201 ? 1 : 0;
                }
                assertThat(made).isEqualTo(3);
            }
            sessions.forEach(session -> end(replicas.getFirst(), session));
        }
    }

    private static void end(Api api, Api.Opened session) {
        assertThat(api.send("POST", session.path("/end"), session.grant(), null, Map.of())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void followerAtTheOtherReplicaNeedsNoWakeUp() {
        var session = replicas.getFirst().open();
        try (var frames =
                new Frames(replicas.getLast().stream(session, Map.of()).body())) {
            for (int i = 1; i <= 3; i++) {
                replicas.getFirst().relay(session, "item_" + i, "student", "Where?");
                assertThat(frames.next().id()).isEqualTo(String.valueOf(i));
            }
        }
    }

    @Test
    void erasureDuringWritesAtTheOtherReplicaLeavesNoLine() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            var session = replicas.getFirst().open();
            replicas.getFirst().relay(session, "item_0", "student", "Where?");
            try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
                var erased = people.submit(() -> replicas.getFirst().erase(session.id()));
                var again = people.submit(() -> replicas.getLast().erase(session.id()));
                var relayed = people.submit(() -> replicas.getLast().relay(session, "item_1", "student", "Where?"));
                assertThat(List.of(erased.get().status(), again.get().status())).containsOnly(204);
                assertThat(relayed.get().status()).isIn(201, 404);
            }
            long rows = Engine.POSTGRESQL
                    .jdbi(folder)
                    .withHandle(h -> h.createQuery("SELECT COUNT(*) FROM session_event WHERE session_id = :id")
                            .bind("id", session.id())
                            .mapTo(Long.class)
                            .one());
            assertThat(rows).isZero();
        }
    }

    @Test
    void erasureEndsStreamsAtTheOtherReplica() {
        var session = replicas.getFirst().open();
        replicas.getFirst().relay(session, "item_1", "student", "Where?");
        try (var frames =
                new Frames(replicas.getLast().stream(session, Map.of()).body())) {
            assertThat(frames.next().id()).isEqualTo("1");
            assertThat(replicas.getFirst().erase(session.id()).status()).isEqualTo(204);
            assertThat(frames.over()).isTrue();
        }
    }

    private static List<Reply> atOnce(int each, Function<Api, Reply> request) throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var replies = new ArrayList<Future<Reply>>();
            for (int i = 0; i < each; i++) {
                replicas.forEach(api -> replies.add(callers.submit(() -> request.apply(api))));
            }
            var answers = new ArrayList<Reply>();
            for (var reply : replies) {
                answers.add(reply.get());
            }
            return answers;
        }
    }

    private static long lastSeq(Opened session) {
        return replicas.getLast()
                .get(session.path(""), session.grant())
                .json()
                .at("/transcript/last_seq")
                .asLong();
    }

    private static List<Long> seqs(Opened session) {
        return replicas.getLast()
                .get(session.path("/turns?after_seq=0&limit=200"), session.grant())
                .json()
                .path("turns")
                .valueStream()
                .map((JsonNode turn) -> turn.path("seq").asLong())
                .toList();
    }
}
