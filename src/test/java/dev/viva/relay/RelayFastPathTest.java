package dev.viva.relay;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.viva.http.RequestLog;
import dev.viva.storage.Database;
import dev.viva.testing.Api;
import dev.viva.testing.Api.Opened;
import dev.viva.testing.Api.Reply;
import dev.viva.testing.BusyWriter;
import dev.viva.testing.LogLines;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A relay is answered in the same way, byte by byte, whether the framework serves it or not. */
class RelayFastPathTest {
    private static final int PARTIALS = 3;
    private static final int RELAYS = 12;
    private static final Duration LONG_WAIT = Duration.ofMillis(300);
    /** The framework serves who names the type of problems. */
    private static final Map<String, String> OTHER =
            Map.of("Content-Type", "application/json", "Accept", "application/json, application/problem+json");

    private static final Map<String, String> PLAIN = Map.of("Content-Type", "application/json");

    @TempDir
    static Path data;

    private static final AtomicInteger FRAMEWORK = new AtomicInteger();
    private static VivaServer server;
    private static Api api;
    private static int addresses;

    @BeforeAll
    static void start() {
        server = VivaServer.start(
                data,
                new TestClock(),
                environment -> environment.jersey().register(new Counting()),
                "limits.policies.partial-lines[0].limit",
                "" + PARTIALS,
                "limits.policies.partial-lines[0].per",
                "1d",
                "limits.policies.transcript-relay[0].limit",
                "" + RELAYS,
                "limits.policies.transcript-relay[0].per",
                "1d",
                "limits.policies.transcript-relay[0].key",
                "session");
        api = new Api(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @PreMatching
    private static final class Counting implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            FRAMEWORK.incrementAndGet();
        }
    }

    /** What a student relays, with a session and an address of their own. */
    private static final class Student {
        private final Api from = api.from("10.9.8." + ++addresses);
        private final Opened session = from.open();
        private final Map<String, String> headers;

        private Student(Map<String, String> headers) {
            this.headers = headers;
            assertThat(relay(Api.line("item_0", "student", "Hello.")).status()).isEqualTo(201);
        }

        private Reply relay(String body) {
            return from.send("POST", session.path("/transcript"), session.grant(), body, headers);
        }

        private String said(Reply reply) {
            var headers = new TreeMap<>(reply.raw().headers().map());
            Stream.of("date", "x-request-id").forEach(headers::remove);
            String body = reply.raw().body().replaceAll("\"request_id\":\"[^\"]+\"", "");
            // The seconds until a window ends.
            headers.replaceAll((name, values) -> name.equals("retry-after")
                    ? List.of()
                    : values.stream()
                            .map(value -> value.replaceAll(";t=\\d+", ""))
                            .toList());
            return (reply.status() + " " + headers + " " + body).replace(session.id(), "SESSION");
        }
    }

    private static String partial(int number) {
        return "{\"item_id\":\"item_p" + number + "\",\"role\":\"student\",\"text\":\"Wh\",\"is_final\":false}";
    }

    @Test
    void bothWaysAnswerTheSame() {
        var quick = new Student(PLAIN);
        var slow = new Student(OTHER);
        var bodies = List.of(
                Api.line("item_1", "student", "Where does it hurt? \u00e9"),
                Api.line("item_1", "student", "Where does it hurt? \u00e9"),
                Api.line("item_1", "student", "Something else"),
                Api.line("item_2", "patient", "Here."),
                "{\"item_id\":\"-a\",\"role\":\"nurse\",\"text\":\"x\",\"is_final\":true}",
                "{\"item_id\":\"item_3\",\"role\":\"student\",\"text\":\"x\",\"is_final\":true,\"more\":1}",
                "{\"item_id\":",
                "[]",
                partial(1),
                partial(2),
                partial(3),
                partial(4),
                Api.line("item_4", "student", "Thank you."),
                Api.line("item_5", "student", "Thank you."),
                Api.line("item_6", "student", "Thank you."));
        var statuses = bodies.stream()
                .map(body -> {
                    Reply reply = quick.relay(body);
                    assertThat(quick.said(reply)).isEqualTo(slow.said(slow.relay(body)));
                    return reply.status();
                })
                .toList();

        assertThat(statuses).containsExactly(201, 200, 409, 201, 422, 422, 400, 422, 202, 202, 202, 429, 201, 201, 429);
    }

    @Test
    void whatSucceedsTakesTheFastPath() {
        var quick = new Student(PLAIN);
        int before = FRAMEWORK.get();
        try (var log = LogLines.of(RequestLog.class)) {
            quick.relay(Api.line("item_1", "student", "Where?"));
            quick.relay(Api.line("item_1", "student", "Where?"));
            quick.relay(partial(1));

            assertThat(FRAMEWORK).hasValue(before);
            Until.isTrue("all are logged", () -> log.events().size() >= 3);
            assertThat(log.events().stream()
                            .map(event -> event.getKeyValuePairs().stream()
                                    .limit(3)
                                    .map(pair -> pair.key + "=" + pair.value)
                                    .collect(Collectors.joining(" "))))
                    .allMatch(line -> line.matches(
                            "method=POST route=/api/v1/sessions/\\{session_id}/transcript status=20[012]"));
        }
        quick.relay(Api.line("item_1", "student", "Another text."));
        assertThat(FRAMEWORK).hasValue(before + 1);
    }

    /** What waits for the writer and then fails has waited, whoever answers it. */
    @Test
    void failureIsMeasuredFromTheBeginning() throws Exception {
        var quick = new Student(PLAIN);
        var commits = server.managed(Database.class).commits();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor();
                var log = LogLines.of(RequestLog.class)) {
            var held = BusyWriter.hold(commits, callers);
            var conflict = callers.submit(() -> quick.relay(Api.line("item_0", "student", "Something else.")));
            Until.isTrue("it waits", () -> api.metric(server.adminUrl(), "viva_commit_queue") >= 1);
            long since = System.nanoTime();
            Until.isTrue("it has waited", () -> System.nanoTime() - since >= LONG_WAIT.toNanos());
            held.countDown();
            assertThat(conflict.get(60, TimeUnit.SECONDS).status()).isEqualTo(409);

            var logged = Until.present(
                    "it is logged",
                    () -> log.events().stream()
                            .map(RelayFastPathTest::fields)
                            .filter(fields -> Objects.equals(fields.get("status"), 409))
                            .findFirst()
                            .orElse(null));
            assertThat((Long) logged.get("duration_ms")).isGreaterThanOrEqualTo(LONG_WAIT.toMillis());
        }
    }

    private static Map<String, Object> fields(ILoggingEvent event) {
        return event.getKeyValuePairs().stream().collect(Collectors.toMap(pair -> pair.key, pair -> pair.value));
    }

    @Test
    void queriesAreForTheFramework() {
        var quick = new Student(PLAIN);
        int before = FRAMEWORK.get();

        quick.from.send(
                "POST",
                quick.session.path("/transcript?a=b"),
                quick.session.grant(),
                Api.line("item_1", "student", "Where?"),
                PLAIN);

        assertThat(FRAMEWORK).hasValue(before + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/json;charset=utf-16", "application/*"})
    void otherTypesAreForTheFramework(String type) {
        var quick = new Student(PLAIN);
        int before = FRAMEWORK.get();

        quick.from.send(
                "POST",
                quick.session.path("/transcript"),
                quick.session.grant(),
                Api.line("item_1", "student", "Where?"),
                Map.of("Content-Type", type));

        assertThat(FRAMEWORK).hasValue(before + 1);
    }

    /** A failure of the fast path is counted once in the limits. */
    @Test
    void refusalsCountOnce() {
        var quick = new Student(PLAIN);
        for (int i = 1; i < RELAYS; i++) {
            assertThat(quick.relay("{}").header("RateLimit"))
                    .startsWith("\"transcript-relay\";r=" + (RELAYS - 1 - i) + ";");
        }
        assertThat(quick.relay("{}").status()).isEqualTo(429);
    }

    @Test
    void anotherGrantIsForTheFramework() {
        var quick = new Student(PLAIN);
        var other = new Student(PLAIN);
        int before = FRAMEWORK.get();

        var refused = quick.from.send(
                "POST",
                quick.session.path("/transcript"),
                other.session.grant(),
                Api.line("item_1", "student", "Where?"),
                PLAIN);

        assertThat(refused.status()).isEqualTo(404);
        assertThat(FRAMEWORK).hasValue(before + 1);
    }
}
