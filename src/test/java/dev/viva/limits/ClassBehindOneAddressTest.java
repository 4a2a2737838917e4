package dev.viva.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Frames;
import dev.viva.testing.Offer;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A class behind one address, with the shipped configuration, with and without one operator setting. */
class ClassBehindOneAddressTest {
    private static final int LINES = 30;
    private static final int MAX_SECONDS = 120;
    private static final String CODE = "blue-heron-71";

    @TempDir
    Path folder;

    private final Map<Integer, Integer> answers = new ConcurrentHashMap<>();

    @ParameterizedTest
    @ValueSource(ints = {15, 30})
    void classroomNetworkAllowsALesson(int students) throws Exception {
        try (var server = start("limits.students_per_address", "" + students);
                var people = Executors.newVirtualThreadPerTaskExecutor()) {
            var api = new Api(server.url());
            List<Future<?>> lessons = IntStream.range(0, students)
                    .<Future<?>>mapToObj(student -> people.submit(() -> lesson(api, api.open())))
                    .toList();
            for (var lesson : lessons) {
                lesson.get(MAX_SECONDS, TimeUnit.SECONDS);
            }
        }
        assertThat(answers).as("answers to the class").containsOnlyKeys(200, 201, 202);
    }

    /** The defaults, and three lines of configuration: those of the README. */
    @Test
    void aClassWithACodeNeedsNoOtherSetting() throws Exception {
        try (var server = withCode(30);
                var people = Executors.newVirtualThreadPerTaskExecutor()) {
            var api = new Api(server.url());
            long begun = System.nanoTime();
            List<Future<?>> lessons = IntStream.range(0, 30)
                    .<Future<?>>mapToObj(student -> people.submit(() -> lesson(api, begin(api, student))))
                    .toList();
            for (var lesson : lessons) {
                lesson.get(MAX_SECONDS, TimeUnit.SECONDS);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMinutes(1));
            assertThat(answers).as("answers to the class").containsOnlyKeys(200, 201, 202);

            answers.clear();
            outsiders(api);
            assertThat(begin(api, 31)).as("the class goes on").isNotNull();
        }
    }

    private static Api.Opened begin(Api api, int student) {
        String named = Api.CASE.replace("}", ",\"participant\":{\"name\":\"Student " + student + "\"}}");
        var created = api.post("/api/v1/sessions", CODE, named);
        assertThat(created.status()).as(created.raw().body()).isEqualTo(201);
        return new Api.Opened(
                created.json().at("/session/session_id").asText(),
                created.json().path("access_token").asText());
    }

    /** One person of the class stays at the limit of one address, and takes nothing from the others. */
    @Test
    void eachPersonOfAClassHasALimit() throws Exception {
        try (var server = withCode(2)) {
            var api = new Api(server.url());
            String kim = Api.CASE.replace("}", ",\"participant\":{\"name\":\"Kim\"}}");
            for (int i = 0; i < 40; i++) {
                answers.merge(api.post("/api/v1/sessions", CODE, kim).status(), 1, Integer::sum);
            }
            assertThat(answers).containsOnly(Map.entry(201, 10), Map.entry(429, 30));
            assertThat(api.metric(server.adminUrl(), "viva_limits_refused_total{policy=\"session-creation\"}"))
                    .isEqualTo(30);
            for (int i = 0; i < 10; i++) {
                assertThat(begin(api, i)).isNotNull();
            }
            assertThat(api.post("/api/v1/sessions", CODE, Api.CASE).status())
                    .as("the class of two has begun twenty times")
                    .isEqualTo(429);
        }
    }

    /** As documented in README and logged at start. */
    @Test
    void withoutItOnlyTenStart() {
        try (var server = start()) {
            outsiders(new Api(server.url()));
        }
    }

    private void outsiders(Api api) {
        for (int student = 0; student < 15; student++) {
            var reply = api.post("/api/v1/sessions", null, Api.CASE);
            answers.merge(reply.status(), 1, Integer::sum);
        }
        assertThat(answers).containsOnly(Map.entry(201, 10), Map.entry(429, 5));
    }

    /** A five-minute lesson without delays: all of it falls into every window. */
    private void lesson(Api api, Api.Opened session) {
        for (String path : List.of("/api/v1/scenarios", "/api/v1/personas")) {
            answered(api.get(path, null).status());
        }
        answered(Offer.call(api, session));
        try (var frames = new Frames(api.stream(session, Map.of()).body())) {
            for (int line = 0; line < LINES; line++) {
                answered(api.post(
                                session.path("/transcript"),
                                session.grant(),
                                Api.line("item_" + line, "student", "line").replace("true", "false"))
                        .status());
                answered(api.relay(session, "item_" + line, "student", "line " + line)
                        .status());
                assertThat(frames.next().data().isObject()).isTrue();
            }
        }
        answered(api.post(session.path("/phase"), session.grant(), "{\"phase\":\"objective\"}")
                .status());
        answered(api.send("POST", session.path("/end"), session.grant(), null, Map.of())
                .status());
        answered(api.get(session.path("/transcript"), session.grant()).status());
    }

    private void answered(int status) {
        answers.merge(status, 1, Integer::sum);
    }

    private VivaServer withCode(int students) throws IOException {
        Path config = Files.writeString(folder.resolve("config.yml"), """
                access:
                  classes:
                    - {code: %s, group: PT-2B, students: %d}
                """.formatted(CODE, students));
        return VivaServer.configured(
                config, folder, new TestClock(), "simulator.media", "none", "simulator.max_calls", "100");
    }

    private VivaServer start(String... more) {
        var overrides = Stream.concat(
                Stream.of("simulator.media", "none", "simulator.max_calls", "100", "logging.level", "OFF"),
                Stream.of(more));
        return VivaServer.configured(
                Path.of("config.yml.example"), folder, new TestClock(), overrides.toArray(String[]::new));
    }
}
