package dev.viva.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.Frames;
import dev.viva.testing.Offer;
import dev.viva.testing.RedisProcess;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sixty students behind one address, with the classroom configuration of {@code config.yml.example}, on two replicas.
 * The clock is stopped: the whole lesson falls into one window of every limit.
 */
class ClassroomTest {
    private static final int STUDENTS = 60;
    private static final int LINES = 20;
    private static final String ADDRESS = "192.0.2.7";
    private static final String KEY = "key-of-the-simulator-in-tests";
    private static final int MAX_SECONDS = 240;

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final Map<Integer, Integer> answers = new ConcurrentHashMap<>();
    private RedisProcess redis;
    private VivaServer one;
    private VivaServer two;
    private List<Api> replicas;

    @BeforeEach
    void start() throws Exception {
        redis = RedisProcess.start(folder);
        Path config = Files.writeString(folder.resolve("config.yml"), ofAClassroom());
        one = replica(config, "one", "realtime.type", "simulator", "simulator.key", KEY);
        two = replica(
                config,
                "two",
                "realtime.type",
                "openai",
                "realtime.api_key",
                KEY,
                "realtime.base_url",
                one.url() + "/simulator");
        replicas = List.of(new Api(one.url()).from(ADDRESS), new Api(two.url()).from(ADDRESS));
    }

    /** The example configuration with its classroom section uncommented. */
    private static String ofAClassroom() throws Exception {
        String example = Files.readString(Path.of("config.yml.example"));
        var shown = Pattern.compile("#   - (\\{network: 192.0.2.0/24, factor: \\d+})")
                .matcher(example);
        assertThat(shown.find()).as("the example has a classroom section").isTrue();
        return example.replace("address_multiplier: []", "address_multiplier: [" + shown.group(1) + "]");
    }

    private VivaServer replica(Path config, String name, String... more) throws Exception {
        var overrides = new ArrayList<>(List.of(
                "database.url",
                Engine.POSTGRESQL.url(folder),
                "redis.address",
                redis.address(),
                "redis.timeout", // a busy machine must not look like an outage
                "2s",
                "database.connect_timeout",
                "20s",
                "database.statement_timeout",
                "30s",
                "database.commit_timeout",
                "50s",
                "access.grant_key",
                "the same for all replicas: 0123456789",
                "limits.trust_proxy.hops",
                "1",
                "simulator.media",
                "none",
                "simulator.max_calls",
                "100",
                "logging.level",
                "OFF"));
        overrides.addAll(List.of(more));
        Path data = Files.createDirectory(folder.resolve(name));
        return VivaServer.configured(config, data, clock, overrides.toArray(String[]::new));
    }

    @AfterEach
    void stop() {
        two.close();
        one.close();
        redis.close();
    }

    @Test
    void limitsStopOneFloodingStudentAmongSixty() throws Exception {
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            var abuser = people.submit(() -> hammer(people));
            List<Future<List<String>>> lessons = IntStream.range(0, STUDENTS)
                    .mapToObj(student -> people.submit(() -> lesson(student)))
                    .toList();
            for (var lesson : lessons) {
                assertThat(lesson.get(MAX_SECONDS, TimeUnit.SECONDS))
                        .containsExactlyElementsOf(IntStream.range(0, LINES)
                                .mapToObj(line -> "item_" + line)
                                .toList());
            }
            abuser.get(MAX_SECONDS, TimeUnit.SECONDS);
        }
        assertThat(answers).as("answers to the class").containsOnlyKeys(200, 201, 202);
    }

    /** Alternates between the replicas. Returns the lines that were stored. */
    private List<String> lesson(int student) {
        Api here = replicas.get(student % 2);
        Api there = replicas.get((student + 1) % 2);
        var session = here.open();
        var minted = answered(Offer.mint(there, session));
        String token = minted.json().path("rtc_token").asText();
        answered(Offer.connect(here, session, token).statusCode());
        try (var frames = new Frames(there.stream(session, Map.of()).body())) {
            for (int line = 0; line < LINES; line++) {
                Api next = line % 2 == 0 ? here : there;
                String role = line % 2 == 0 ? "student" : "patient";
                answered(next.post(session.path("/transcript"), session.grant(), """
                        {"item_id":"item_%d","role":"%s","text":"line","is_final":false}""".formatted(line, role)));
                answered(next.relay(session, "item_" + line, role, "line " + line + " of student " + student));
            }
            answered(there.post(session.path("/phase"), session.grant(), "{\"phase\":\"objective\"}"));
            answered(here.get(session.path(""), session.grant()));
            answered(there.send("POST", session.path("/end"), session.grant(), null, Map.of()));
            var items = new ArrayList<String>();
            for (var frame = frames.next(); !frame.event().equals("ended"); frame = frames.next()) {
                if (frame.event().equals("turn")) {
                    items.add(frame.data().at("/turn/item_id").asText());
                }
            }
            return items;
        }
    }

    private Api.Reply answered(Api.Reply reply) {
        assertThat(reply.status()).as(reply.raw().body()).isLessThan(300);
        answered(reply.status());
        return reply;
    }

    private void answered(int status) {
        answers.merge(status, 1, Integer::sum);
    }

    /** One student repeats every operation on their own session: each limit allows its quota. */
    private Void hammer(ExecutorService people) throws Exception {
        var session = replicas.getFirst().open();
        allows(120, 201, () -> many(people, 200, (api, i) -> api.relay(session, "item_" + i, "student", "Where?")));
        allows(20, 201, () -> many(people, 40, (api, i) -> Offer.mint(api, session)));
        allows(600, 200, () -> many(people, 900, (api, i) -> api.get(session.path(""), session.grant())));
        // With unknown sessions, for which no session's limit counts: they do not get the classroom's quota.
        allows(
                20,
                404,
                () -> many(
                        people,
                        60,
                        (api, i) -> api.send(
                                "POST",
                                "/api/v1/sessions/ses_madeup%014d/voice/token".formatted(i),
                                session.grant(),
                                null,
                                Map.of())));
        return null;
    }

    /** Allowed is the quota, and what comes back of it while the requests are sent; the rest is refused. */
    private static void allows(int perMinute, int status, Callable<Map<Integer, Integer>> requests) throws Exception {
        long begin = System.nanoTime();
        Map<Integer, Integer> answers = requests.call();
        long took = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin) + 1;
        assertThat(answers).containsOnlyKeys(status, 429);
        assertThat(answers.get(status)).isBetween(perMinute, (int) (perMinute + perMinute * took / 60 + 1));
    }

    private interface Request {
        Api.Reply send(Api api, int number);
    }

    /** The number of answers by status. */
    private Map<Integer, Integer> many(ExecutorService people, int times, Request request) throws Exception {
        var statuses = new ConcurrentHashMap<Integer, Integer>();
        var hands = IntStream.range(0, 8)
                .mapToObj(hand -> people.submit(() -> {
                    for (int i = hand; i < times; i += 8) {
                        var reply = request.send(replicas.get(i % 2), i);
                        assertThat(reply.status()).as(reply.raw().body()).isNotEqualTo(503);
                        statuses.merge(reply.status(), 1, Integer::sum);
                        if (reply.status() == 429) {
                            assertThat(Integer.parseInt(reply.header("Retry-After")))
                                    .isPositive();
                        }
                    }
                }))
                .toList();
        for (var hand : hands) {
            hand.get(MAX_SECONDS, TimeUnit.SECONDS);
        }
        return statuses;
    }
}
